// In the CMS, where answers are entered from paper: Enter goes on to the next field, and from the last to the button.

const GO_ON = 'input:not([type=hidden]), select, textarea, button[type=submit]'

document.addEventListener('keydown', (event) => {
  const field = event.target
  const isLine = field.matches('[data-enter-goes-on] input, [data-enter-goes-on] select')
  if (event.key !== 'Enter' || event.isComposing || !isLine) return
  event.preventDefault()
  const fields = [...field.form.querySelectorAll(GO_ON)].filter((each) => !each.disabled)
  fields[fields.indexOf(field) + 1].focus()
})
