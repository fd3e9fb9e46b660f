import type { Words } from './words.js';

/** What a code of the server means to the person who asked, and what to do. */
export const refusalWords = {
  'no-connection': ['无法连接服务器，请稍后重试。', 'The server cannot be reached; try again in a moment.'],
  busy: ['服务器忙，请稍后重试。', 'The server is busy; try again in a moment.'],
  'too-many-requests': ['操作太频繁，请稍后重试。', 'That was too often; try again in a moment.'],
  'session-ended': ['登录已过期，请重新登录。', 'Your log-in has ended; log in again.'],
  csrf: ['页面已过期，请刷新后重试。', 'This page is out of date; reload it and try again.'],
  'role-not-allowed': ['您的角色不能这样做。', 'Your role may not do this.'],
  'password-change-required': ['请先更改初始密码。', 'Change your first password before anything else.'],
  malformed: ['有内容填写不正确', 'Something is not filled in right'],
  'login-name-taken': ['此登录名已被使用，请换一个。', 'This log-in name is taken; choose another.'],
  'scope-required': ['此角色必须指定所属地点。', 'This role needs the place that it belongs to.'],
  'scope-not-expected': ['此角色不属于任何地点。', 'This role belongs to no such place.'],
  'place-unknown': [
    '没有此代码的地点，请从列表中选择。',
    'There is no place with this code; choose one of the list.',
  ],
  'site-unknown': [
    '没有此代码的采样点，请从列表中选择。',
    'There is no site with this code; choose one of the list.',
  ],
  'account-unknown': ['没有此账户，可能已有变动，请刷新。', 'There is no such account; reload the list.'],
  'own-account': [
    '不能这样更改自己的账户，请由另一位管理员操作。',
    'Not with your own account: ask another administrator.',
  ],
  'session-unknown': ['此登录已结束。', 'This log-in has already ended.'],
  'subject-taken': [
    '此身份已关联到另一个账户。',
    'This person of the provider is linked to another account.',
  ],
  'scope-not-allowed': [
    '所选权限中有此角色不具备的。',
    'A chosen permission is not one that this role may have.',
  ],
  'key-unknown': ['此密钥不存在或已撤销。', 'There is no such key, or it is revoked already.'],
  'tablet-unknown': ['没有此平板。', 'There is no such tablet.'],
  'kit-version-differs': [
    '此版本已经以不同内容提出过；版本不能更改，请使用新的版本号。',
    'This version was proposed with another content. A version is never changed: use a new number.',
  ],
  'kit-proposed-by-you': [
    '您提出的版本须由另一位管理员确认。',
    'You proposed it yourself: another administrator must confirm it.',
  ],
  'kit-unknown': ['没有此试剂盒版本。', 'There is no such version of a kit.'],
  'not-json': ['内容不是有效的 JSON', 'This is not JSON'],
  'no-scope': ['请至少选择一项权限。', 'Choose at least one permission.'],
  other: ['没有成功，请重试。', 'That did not work; try again.'],
} as const satisfies Words;
