// Everything works without this file. It moves the focus to an error summary, counts characters, and folds the menu.

import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  Header,
  NotificationBanner,
  PasswordInput,
  Radios,
  SkipLink,
  createAll
} from 'nhsuk-frontend'

for (const component of [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  Header,
  NotificationBanner,
  PasswordInput,
  Radios,
  SkipLink
]) {
  createAll(component)
}
