export type Heap<T> = {
  push(value: T): void;
  pop(): T | undefined;
  peek(): T | undefined;
  readonly size: number;
};

/** A binary heap; of equals the one pushed first comes first. */
export function heapOf<T>(before: (a: T, b: T) => boolean): Heap<T> {
  const nodes: { value: T; turn: number }[] = [];
  let turn = 0;
  const first = (a: { value: T; turn: number }, b: { value: T; turn: number }) =>
    before(a.value, b.value) || (!before(b.value, a.value) && a.turn < b.turn);
  const swap = (a: number, b: number) => {
    const [one, other] = [nodes[a], nodes[b]];
    if (one && other) [nodes[a], nodes[b]] = [other, one];
  };
  const comesFirst = (a: number, b: number) => {
    const [one, other] = [nodes[a], nodes[b]];
    return one !== undefined && other !== undefined && first(one, other);
  };
  const rise = (from: number) => {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!comesFirst(at, parent)) return;
      swap(at, parent);
      at = parent;
    }
  };
  const sink = () => {
    let at = 0;
    for (;;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (comesFirst(child, least)) least = child;
      if (least === at) return;
      swap(at, least);
      at = least;
    }
  };
  return {
    push: (value) => {
      nodes.push({ value, turn: turn++ });
      rise(nodes.length - 1);
    },
    pop: () => {
      const top = nodes[0];
      const last = nodes.pop();
      if (!top || !last) return undefined;
      if (nodes.length > 0) {
        nodes[0] = last;
        sink();
      }
      return top.value;
    },
    peek: () => nodes[0]?.value,
    get size() {
      return nodes.length;
    },
  };
}
