// The desk without network: takes over the plain page, keeps the list on the device, and sends what was done when it can.

import { canScan, scan } from './desk/camera.mjs'
import { heads, matching, withActs } from './desk/people.mjs'
import * as store from './desk/store.mjs'

const EVERY = 15000 // milliseconds: how often it sends, and hears what other devices did
const desk = document.querySelector('[data-desk]')
const part = (name) => desk.querySelector(`[data-desk-${name}]`)
const words = {}
let people = []
let said = ''
let token = desk.querySelector('[name=csrfmiddlewaretoken]').value
let sending
let hasLeft = false
let latest = 0
let stopCamera

const word = (name, values = {}) =>
  Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, () => value), words[name])

// --- What is done here

// Each act is later than the one before, whatever the clock does.
function now() {
  latest = Math.max(Date.now(), latest + 1)
  return latest
}

async function act(what) {
  await store.add({ key: crypto.randomUUID(), at: now(), ...what })
  await show()
  send()
}

function note(person, came) {
  said = word(came ? 'came' : 'undone', { name: person.name })
  return act({ who: person.id, came })
}

// --- Sending

function ask(acts) {
  return fetch(desk.dataset.acts, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token },
    body: JSON.stringify({ sent_at: Date.now(), acts })
  })
}

// One sending at a time: whoever asks meanwhile waits for that one, which goes on until nothing new is left.
function send() {
  sending ??= sendAll().finally(() => (sending = undefined))
  return sending
}

async function sendAll() {
  if (hasLeft) return
  const tried = new Set()
  let acts = await store.acts()
  try {
    while (!hasLeft) {
      acts.forEach(({ key }) => tried.add(key))
      let answer = await ask(acts)
      if (answer.status === 403) {
        token = (await (await fetch(desk.dataset.acts)).json()).token
        answer = await ask(acts)
      }
      const isOpen = answer.ok ? await take(await answer.json(), acts) : answer.status !== 410
      if (!isOpen) return await leave()
      acts = await store.acts()
      if (acts.every(({ key }) => tried.has(key))) break
    }
  } catch {
    // No network: all of it stays here until the next try.
  }
  if (!hasLeft) await show()
}

// Keeps what the site answered; says whether the desk is still open.
async function take({ done, refused, ...list }, acts) {
  token = list.token
  const nameOf = (act) => act.name ?? people.find(({ id, key }) => [id, key].includes(act.who))?.name ?? ''
  const more = acts.filter(({ key }) => refused[key]).map((each) => ({ name: nameOf(each), why: refused[each.key] }))
  list.closes_at = Date.now() + list.closes_in
  await store.settle([...done, ...Object.keys(refused)], list, [...(await store.refused()), ...more])
  return list.is_open
}

// --- Showing

async function show() {
  const [list, acts] = await Promise.all([store.list(), store.acts()])
  if (list && list.closes_at <= Date.now()) await store.forgetPeople()
  const isOpen = list && list.closes_at > Date.now()
  people = isOpen ? withActs(list.people, acts) : []
  if (list && !isOpen) said = word('closed')
  const shown = matching(people, part('find').q.value)
  const refused = await store.refused()
  const { here, along } = heads(people)
  part('count').textContent = word(along ? 'count_along' : 'count', { here, along, expected: people.length })
  if (list) desk.parentElement.querySelector('.nhsuk-caption-l').textContent = `${list.event}, ${list.when}`
  part('nobody').hidden = shown.length > 0 || !people.length
  part('status').textContent = [said, unsent(acts.length)].filter(Boolean).join(' ')
  part('refused').hidden = !refused.length
  part('refused').replaceChildren(...refused.map(lineOf))
  draw(shown)
}

function unsent(number) {
  if (number === 0) return word('all_sent')
  return number === 1 ? word('unsent_one') : word('unsent', { number })
}

function lineOf({ name, why }) {
  const line = document.createElement('li')
  line.textContent = `${word('refused', { name })} ${why}`
  return line
}

// Draws the list anew, and leaves the focus where it is.
function draw(shown) {
  const focused = document.activeElement?.closest?.('[data-desk-list] > li')?.id
  part('list').replaceChildren(...shown.map(rowOf))
  if (focused) document.getElementById(focused)?.querySelector('button').focus()
}

function rowOf(person) {
  const row = part('person').content.cloneNode(true).firstElementChild
  const fill = (name, text) => row.querySelectorAll(`[data-${name}]`).forEach((each) => (each.textContent = text))
  row.id = person.id
  row.classList.toggle('app-desk__person--here', person.is_here)
  fill('name', person.name)
  fill('code', person.code)
  fill('verb', word(person.is_here ? 'undo' : 'tick'))
  for (const name of ['companions', 'needs']) {
    const line = row.querySelector(`[data-${name}]`)
    line.hidden = !person[name].length
    line.querySelector('span').textContent = person[name].join(', ')
  }
  row.querySelector('button').classList.toggle('nhsuk-button--secondary', person.is_here)
  return row
}

// --- What people press

async function pressed(event) {
  const form = event.target
  event.preventDefault()
  if (form === part('find')) part('list').querySelector('button')?.focus()
  else if (form === part('walk-in')) await walkIn(form)
  else if (form === part('close')) await close()
  else {
    const person = people.find(({ id }) => id === form.closest('li').id)
    await note(person, !person.is_here)
  }
}

async function walkIn(form) {
  const { name, contact, is_old_enough: isOldEnough } = form.elements
  const wrong = [
    [name, name.value.trim()],
    [contact, /^\S+@\S+\.\S+$|^\+?\(?(\d[\s().-]*){7,20}$/.test(contact.value.trim())],
    [isOldEnough, isOldEnough.checked]
  ].filter(([field, isWell]) => mark(field, isWell))
  if (wrong.length) return wrong[0][0].focus()
  said = word('came', { name: name.value.trim() })
  part('find').q.value = '' // so that they are seen
  await act({ name: name.value.trim(), contact: contact.value.trim() })
  form.reset()
}

// Says beside a field what to do, or takes that away; answers whether it is wrong.
function mark(field, isWell) {
  const group = field.closest('.nhsuk-form-group')
  const hint = (field.dataset.hint ??= field.getAttribute('aria-describedby') ?? '')
  const message = document.createElement('span')
  message.className = 'nhsuk-error-message'
  message.id = `${field.id}-wrong`
  message.textContent = word(field.name)
  group.querySelector('.nhsuk-error-message')?.remove()
  group.classList.toggle('nhsuk-form-group--error', !isWell)
  if (!isWell) group.prepend(message)
  const described = [hint, isWell ? '' : message.id].filter(Boolean).join(' ')
  if (described) field.setAttribute('aria-describedby', described)
  else field.removeAttribute('aria-describedby')
  return !isWell
}

async function toggleCamera() {
  if (stopCamera) {
    stopCamera()
    stopCamera = undefined
    return
  }
  try {
    stopCamera = await scan(part('camera'), scanned)
  } catch {
    said = word('no_camera')
    await show()
  }
}

async function scanned(text) {
  const person = people.find(({ id }) => id === text.trim().toLowerCase())
  if (person) return note(person, true)
  said = word('code_unknown')
  await show()
}

// --- Closing

async function close() {
  await send()
  await send() // what was done while the first was under way
  try {
    if ((await store.acts()).length) throw new Error('unsent')
    hasLeft = true
    const body = new FormData(part('close'))
    body.set('csrfmiddlewaretoken', token)
    await fetch(part('close').action, { method: 'POST', body })
    await leave()
  } catch {
    hasLeft = false
    said = word('not_closed')
    await show()
  }
}

// Deletes all that the desk keeps on this device, and goes to where the site says that it is closed.
async function leave() {
  hasLeft = true
  stopCamera?.()
  part('list').replaceChildren()
  await store.wipe()
  for (const name of await caches.keys()) if (name.startsWith('desk-')) await caches.delete(name)
  await (await navigator.serviceWorker.getRegistration(desk.dataset.home))?.unregister()
  location.replace(desk.dataset.home)
}

async function start() {
  for (const each of part('words').content.children) words[each.dataset.word] = each.textContent
  if (!(await store.list())) await send()
  if (!(await store.list())) return // no network yet: the page stays a plain one
  desk.addEventListener('submit', pressed)
  part('find').q.addEventListener('input', show)
  part('scan').hidden = !(await canScan())
  part('scan').addEventListener('click', toggleCamera)
  addEventListener('online', send)
  setInterval(send, EVERY)
  await show()
  await send()
  await navigator.serviceWorker.register(desk.dataset.worker, { scope: desk.dataset.home })
}

// Both need a safe connection; a device without it has the plain page.
if ('serviceWorker' in navigator && 'indexedDB' in window) start()
