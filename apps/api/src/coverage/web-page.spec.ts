import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { sendSecurityHeaders } from '../hardening/index.js';
import { serveWebPage } from './web-page.js';

class Nothing {}
Module({})(Nothing);

describe('the officials’ page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sweepwell-web-'));
  let app: NestFastifyApplication | undefined;
  const start = async () => {
    app = await NestFactory.create<NestFastifyApplication>(Nothing, new FastifyAdapter(), { logger: false });
    // the page's own policy takes the place of that of all other answers
    await sendSecurityHeaders(app);
    await serveWebPage(app, folder);
    await app.init();
    return app;
  };
  afterEach(async () => {
    await app?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('serves what is built, with a strict policy, and keeps only hashed names for ever', async () => {
    mkdirSync(join(folder, 'assets'), { recursive: true });
    writeFileSync(join(folder, 'index.html'), '<!doctype html>');
    writeFileSync(join(folder, 'assets/index-abc.js'), '1');
    mkdirSync(join(folder, 'tablet'), { recursive: true });
    writeFileSync(join(folder, 'tablet/index.html'), 'tablet');
    const running = await start();
    const page = await running.inject('/');
    expect(page.statusCode).toBe(200);
    expect(page.headers).toMatchObject({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' });
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.headers['content-security-policy']).not.toContain('unsafe');
    const script = await running.inject('/assets/index-abc.js');
    expect(script.headers['cache-control']).toContain('immutable');
    expect((await running.inject('/tablet')).headers['location']).toBe('/tablet/');
    const tablet = await running.inject('/tablet/');
    expect(tablet.body).toBe('tablet');
    // a camera's pictures are read with WebAssembly, there and nowhere else; nothing evaluates text
    expect(tablet.headers['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(tablet.headers['permissions-policy']).toContain('camera=(self)');
    expect(page.headers['permissions-policy']).toContain('camera=()');
    expect((await running.inject('/admin')).headers['location']).toBe('/admin/');
    expect((await running.inject('/assets/none.js')).statusCode).toBe(404);
    expect((await running.inject('/../package.json')).statusCode).toBe(404);
  });

  it('lets the API start without a built page and says what to do', async () => {
    const answer = await (await start()).inject('/');
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'web-page-not-built', details: { run: 'npm run build' } });
  });
});
