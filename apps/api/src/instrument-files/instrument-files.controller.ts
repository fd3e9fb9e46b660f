import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import {
  AcceptFileRequest,
  InstrumentFilesQuery,
  PreviewFileRequest,
  SetFileSettingRequest,
} from '#lis/contracts';
import { acceptFile } from '#lis/file-intake';
import { type Actor, Needs, BodyOf, By, CONTEXT, type Context, QueryOf } from '#lis/platform';
import type { z } from 'zod';
import { listFileSettings } from './file-settings.queries.js';
import { listFiles } from './list-files.queries.js';
import { isOfLaboratory, previewUpload } from './preview-upload.js';
import { setFileSetting } from './set-file-setting.js';

@Controller('v1')
export class InstrumentFilesController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Get('instrument-files')
  @Needs('instrument-file.list')
  list(@By() actor: Actor, @QueryOf(InstrumentFilesQuery) query: InstrumentFilesQuery) {
    return listFiles(this.context.db, actor, query);
  }

  @Post('instrument-files/preview')
  @HttpCode(200)
  @Needs('instrument-file.preview')
  preview(@By() actor: Actor, @BodyOf(PreviewFileRequest) body: PreviewFileRequest) {
    return previewUpload(this.context, actor, body);
  }

  @Post('instrument-files/accept')
  @HttpCode(200)
  @Needs('instrument-file.accept')
  accept(@By() actor: Actor, @BodyOf(AcceptFileRequest) body: z.infer<typeof AcceptFileRequest>) {
    return acceptFile(this.context, actor, body.fileId, body.preview, isOfLaboratory(actor));
  }

  @Get('administration/instrument-file-settings')
  @Needs('instrument.administer')
  settings(@By() actor: Actor) {
    return listFileSettings(this.context.db, actor);
  }

  @Post('administration/instrument-file-settings')
  @HttpCode(200)
  @Needs('instrument.administer')
  setting(@By() actor: Actor, @BodyOf(SetFileSettingRequest) body: SetFileSettingRequest) {
    return setFileSetting(this.context, actor, body);
  }
}
