// Keeps the tablet page for the time without a network. Names under /assets/ carry a hash and never change; the page
// itself is asked for anew while there is a network. Nothing of the API is ever kept.
const name = 'sweepwell-tablet-1';
const page = '/tablet/';

async function keepPage() {
  const cache = await caches.open(name);
  const answer = await fetch(page, { cache: 'no-cache' });
  if (!answer.ok) throw new Error('no page');
  const text = await answer.clone().text();
  // with what the page loads later by itself: it names it in its head
  const parts = [...text.matchAll(/(?:src|href|content)="(\/[^"]+)"/g)].map(([, path]) => path);
  // the page last: it is never kept without its parts
  await cache.addAll(parts);
  await cache.put(page, answer);
  for (const { url } of await cache.keys()) {
    const { pathname } = new URL(url);
    if (pathname !== page && !parts.includes(pathname)) await cache.delete(url);
  }
}

async function fromCache(request, path) {
  const kept = await (await caches.open(name)).match(path);
  return kept ?? fetch(request);
}

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(keepPage());
});
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (pathname === page) {
    // the kept page at once, and what is new for the next opening: a reload in the middle of a tube loses nothing
    event.respondWith(fromCache(request, page));
    event.waitUntil(keepPage().catch(() => undefined));
  } else if (pathname.startsWith('/assets/') || pathname === '/favicon.svg') {
    event.respondWith(fromCache(request, pathname));
  }
});
