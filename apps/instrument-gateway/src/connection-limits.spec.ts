import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { connectionLimits, maxConnections } from './connection-limits.js';

describe('what strangers may take from a gateway', () => {
  const opened = () => {
    const warnings: string[] = [];
    const limits = connectionLimits((_, { reason }) => void warnings.push(String(reason)));
    const sockets: Socket[] = [];
    const admit = (address: string) => {
      const socket = new Socket();
      sockets.push(socket);
      return limits.admit(socket, address);
    };
    return { limits, warnings, sockets, admit };
  };

  it('is bounded over all addresses, told once until half have left', async () => {
    const { warnings, sockets, admit } = opened();
    for (let i = 0; i < maxConnections; i++) expect(admit(`10.0.0.${Math.floor(i / 200)}`)).toBe(true);
    expect([admit('10.1.0.1'), admit('10.1.0.2')]).toEqual([false, false]);
    expect(warnings).toEqual(['too-many-in-all']);
    sockets[0]?.emit('close');
    expect([admit('10.1.0.1'), admit('10.1.0.2')]).toEqual([true, false]);
    expect(warnings).toHaveLength(1);
    for (const socket of sockets.slice(1, maxConnections)) socket.emit('close');
    expect(admit('10.1.0.2')).toBe(true);
    for (let i = 0; i < maxConnections; i++) admit(`10.2.0.${Math.floor(i / 200)}`);
    expect(warnings).toEqual(['too-many-in-all', 'too-many-in-all']);
  });

  it('is bounded for one address, told once until it has left', () => {
    const { warnings, sockets, admit } = opened();
    for (let i = 0; i < 256; i++) expect(admit('10.0.0.1')).toBe(true);
    expect([admit('10.0.0.1'), admit('10.0.0.1'), admit('10.0.0.2')]).toEqual([false, false, true]);
    expect(warnings).toEqual(['too-many']);
    for (const socket of sockets.slice(0, 256)) socket.emit('close');
    expect(admit('10.0.0.1')).toBe(true);
  });

  it('is bounded in what all hold together', () => {
    const { limits } = opened();
    const half = 64 * 1024 * 1024;
    expect([limits.hold(half), limits.hold(half), limits.hold(1), limits.hold(-half)]).toEqual([
      true,
      true,
      false,
      true,
    ]);
    expect(limits.hold(half - 1)).toBe(true);
  });
});
