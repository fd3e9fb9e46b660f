let opened: Promise<IDBDatabase> | undefined;

/** This tablet's database: sealed tubes, totals by sweep, and what the tablet is. */
export function openDatabase(): Promise<IDBDatabase> {
  return (opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open('sweepwell-tablet', 1);
    asked.addEventListener('upgradeneeded', () => {
      const tubes = asked.result.createObjectStore('tubes', { keyPath: 'id' });
      tubes.createIndex('waiting', ['refused', 'id']);
      asked.result.createObjectStore('totals', { keyPath: 'sweepId' });
      asked.result.createObjectStore('tablet');
    });
    asked.addEventListener('success', () => resolve(asked.result));
    asked.addEventListener('error', () => reject(asked.error ?? new Error('no database')));
  }));
}

export const result = <T>(asked: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    asked.addEventListener('success', () => resolve(asked.result));
    asked.addEventListener('error', () => reject(asked.error ?? new Error('not read')));
  });

export const done = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('not kept')));
  });

/** One thing that the tablet keeps about itself. */
export async function keep(name: string, value: unknown): Promise<void> {
  const transaction = (await openDatabase()).transaction('tablet', 'readwrite', { durability: 'strict' });
  const finished = done(transaction);
  transaction.objectStore('tablet').put(value, name);
  await finished;
}

export async function recall<T>(name: string): Promise<T | undefined> {
  const store = (await openDatabase()).transaction('tablet').objectStore('tablet');
  return (await result(store.get(name))) as T | undefined;
}
