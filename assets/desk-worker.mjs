// Keeps the page of the desk and its styles and scripts, so that it opens without network. The address that registers
// this script says what to keep (`self.desk`). Nobody's name is among it: the list stands in the page's own store.

const { device, page, shell, files } = self.desk
const name = `desk-${device}`

self.addEventListener('install', (event) => {
  const keep = async () => (await caches.open(name)).addAll([shell, ...files])
  event.waitUntil(keep().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  const isOld = (each) => each.startsWith('desk-') && each !== name
  const clear = async () => Promise.all((await caches.keys()).filter(isOld).map((each) => caches.delete(each)))
  event.waitUntil(clear())
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const path = new URL(request.url).pathname
  const kept = request.mode === 'navigate' && path === page ? shell : files.includes(path) ? path : ''
  if (request.method === 'GET' && kept) {
    event.respondWith(caches.match(kept).then((found) => found ?? fetch(request)))
  }
})
