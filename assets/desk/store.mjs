// What the device keeps: the list, what is not yet sent, and what was refused. All of it goes when the desk is closed.

const NAME = 'desk'
let opened

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('kept')
      request.result.createObjectStore('acts', { keyPath: 'key' })
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  return opened
}

// Runs `work(kept, acts)` in one transaction; resolves with the result of the request that it returns, once all is safe.
async function transact(mode, work) {
  const database = await open()
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(['kept', 'acts'], mode)
    const request = work(transaction.objectStore('kept'), transaction.objectStore('acts'))
    transaction.oncomplete = () => resolve(request?.result)
    transaction.onerror = transaction.onabort = () => reject(transaction.error)
  })
}

export const list = () => transact('readonly', (kept) => kept.get('list'))
export const refused = async () => (await transact('readonly', (kept) => kept.get('refused'))) ?? []
export const add = (act) => transact('readwrite', (_kept, acts) => acts.put(act))

// Nobody is named any more: the list goes, and so does what was refused.
export const forgetPeople = () =>
  transact('readwrite', (kept) => {
    kept.delete('list')
    kept.delete('refused')
  })

export async function acts() {
  const found = await transact('readonly', (_kept, acts) => acts.getAll())
  return found.sort((one, other) => one.at - other.at)
}

// The acts with these keys have arrived, or were refused for good; `list` is how things stand now.
export const settle = (keys, list, refused) =>
  transact('readwrite', (kept, acts) => {
    for (const key of keys) acts.delete(key)
    kept.put(list, 'list')
    kept.put(refused, 'refused')
  })

export async function wipe() {
  const database = await open()
  database.close()
  opened = undefined
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(NAME)
    request.onsuccess = request.onerror = request.onblocked = resolve
  })
}
