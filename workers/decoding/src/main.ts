import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { jsonLogger, runProcess } from '#lis/platform';
import { DecodingModule } from './decoding.module.js';

await runProcess(() =>
  NestFactory.createApplicationContext(DecodingModule, {
    logger: jsonLogger('decoding'),
    abortOnError: false,
  }),
);
