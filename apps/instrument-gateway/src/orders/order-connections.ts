/** What orders are told over: a connection that an instrument holds open. */
export type Peer = { send(body: Buffer): boolean };

export type OrderConnections = {
  /** the instrument was heard over this connection */
  heard(instrumentId: number, peer: Peer): void;
  closed(peer: Peer): void;
  /** the one instrument that speaks over a connection; undefined: none yet, or several */
  only(peer: Peer): number | undefined;
  instruments(): number[];
  /** Over the connection that the instrument opened last. False: none takes it. */
  send(instrumentId: number, body: Buffer): boolean;
};

/** Which instrument holds which connections of this process. */
export function orderConnections(): OrderConnections {
  const peers = new Map<number, Set<Peer>>();
  // middleware speaks for several instruments over one connection
  const spokenFor = new Map<Peer, Set<number>>();
  return {
    heard(instrumentId, peer) {
      const known = spokenFor.get(peer);
      if (known?.has(instrumentId)) return;
      if (known) known.add(instrumentId);
      else spokenFor.set(peer, new Set([instrumentId]));
      const own = peers.get(instrumentId);
      if (own) own.add(peer);
      else peers.set(instrumentId, new Set([peer]));
    },
    closed(peer) {
      for (const instrumentId of spokenFor.get(peer) ?? []) {
        const own = peers.get(instrumentId);
        own?.delete(peer);
        if (own?.size === 0) peers.delete(instrumentId);
      }
      spokenFor.delete(peer);
    },
    only(peer) {
      const known = spokenFor.get(peer);
      return known?.size === 1 ? [...known][0] : undefined;
    },
    instruments: () => [...peers.keys()],
    send: (instrumentId, body) =>
      [...(peers.get(instrumentId) ?? [])].toReversed().some((peer) => peer.send(body)),
  };
}
