import { Module } from '@nestjs/common';
import { AccountsController } from './accounts.controller.js';
import { KeysController } from './keys.controller.js';
import { LogInController } from './log-in.controller.js';
import { OidcController } from './oidc.controller.js';
import { OwnAccountController } from './own-account.controller.js';

@Module({
  controllers: [AccountsController, KeysController, LogInController, OidcController, OwnAccountController],
})
export class AccountsModule {}
