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
  'instrument-unknown': [
    '没有此仪器，或不属于本实验室。',
    'There is no such instrument, or it is not of this laboratory.',
  ],
  'folder-in-use': ['此文件夹已用于另一台仪器。', 'Another instrument has this folder.'],
  'profile-unknown': ['没有此配置版本。', 'There is no such version of a profile.'],
  'profile-version-gap': [
    '版本必须紧接上一版，下一版本号为',
    'A version follows the one before it; the next is',
  ],
  'profile-version-differs': [
    '此版本已存在且内容不同；版本不能更改，请使用下一个版本号。',
    'This version exists with another content. A version is never changed: use the next number.',
  ],
  'connection-ambiguous': [
    '另一台仪器的地址和端口与之相同，无法区分；请指定端口或证书。',
    'Another instrument has the same address and port: nothing would tell them apart. Give each a port or a certificate.',
  ],
  'names-ambiguous': [
    '另一台仪器的 MSH-3、MSH-4 相同，无法区分。',
    'Another instrument sends the same MSH-3 and MSH-4: nothing would tell them apart.',
  ],
  'message-unknown': [
    '没有此消息，或不属于本实验室。',
    'There is no such message, or it is not of this laboratory.',
  ],
  'message-not-replayable': [
    '此消息不能重新解析：已被拒收，或正在等待。',
    'It cannot be read again: it was refused, or still waits by itself.',
  ],
  'plate-unknown': ['本实验室没有此条码的板。', 'This laboratory has no plate with this barcode.'],
  'instrument-takes-no-orders': ['此仪器未设为接收工作单。', 'This instrument is not set to be sent orders.'],
  'dyes-differ': [
    '荧光通道的个数须与靶标相同，每个靶标一个：',
    'As many dyes as targets are needed, one for each',
  ],
  'file-unknown': [
    '没有此文件，或不属于本实验室。',
    'There is no such file, or it is not of this laboratory.',
  ],
  'file-refused': ['此文件无法读取，不能接收。', 'This file cannot be read, so it cannot be accepted.'],
  'preview-changed': [
    '预览后情况已有变动，请重新核对后再接收。',
    'Something has changed since the preview: look at it again, then accept.',
  ],
  'file-has-problems': [
    '还有问题未解决，不能接收。',
    'There are problems left: it cannot be accepted as it stands.',
  ],
  'file-too-large': ['文件太大（最多 11 MB）。', 'The file is too large (11 MB at most).'],
  'body-too-large': ['内容太大。', 'This is too large.'],
  'no-file': ['请选择文件。', 'Choose a file.'],
  'no-instrument': ['请选择仪器。', 'Choose an instrument.'],
  'not-dyes': ['每行一个，如 FAM=ORF1AB', 'One on each line, as in FAM=ORF1AB. This is none'],
  'laboratory-required': [
    '您的账户没有指定实验室，请由管理员指定。',
    'Your account belongs to no laboratory; ask an administrator.',
  ],
  'kit-states-nothing': [
    '此试剂盒版本没有注明混样检测的性能，不能据此选择；请选另一个版本。',
    'This version of the kit states nothing of pools, and nothing is assumed: choose another.',
  ],
  'prevalence-unknown': [
    '此轮次还没有可显示的感染率，请自行填写。',
    'This sweep’s pools tell no prevalence yet that may be shown: enter your own figures.',
  ],
  'design-not-admissible': [
    '在这些条件下不能采用此方案。',
    'This design is not admissible under these conditions.',
  ],
  'sweep-unknown': ['没有此轮次。', 'There is no such sweep.'],
  'no-scope': ['请至少选择一项权限。', 'Choose at least one permission.'],
  other: ['没有成功，请重试。', 'That did not work; try again.'],
} as const satisfies Words;
