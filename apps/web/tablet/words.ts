import { useLanguage } from '../src/texts/language.js';

// zh-CN, en
const words = {
  title: ['采样登记', 'Sampling'],
  enrol: ['登记此平板', 'Enrol this tablet'],
  code: ['登记码或登记地址', 'Enrolment code or address'],
  codeHint: ['由管理员签发，10 分钟内有效', 'Issued by an administrator, valid for 10 minutes'],
  name: ['平板名称', 'Name of the tablet'],
  insecure: ['需要 HTTPS 才能生成密钥', 'A key can be made over HTTPS only'],
  already: ['此平板已登记，登记码未使用。', 'This tablet is enrolled already; the code was not used.'],
  cameraOn: ['用相机扫描', 'Scan with the camera'],
  cameraOff: ['关闭相机', 'Close the camera'],
  cameraView: ['相机画面', 'What the camera sees'],
  cameraRefused: ['未获准使用相机，请用扫描枪或手工输入', 'The camera was refused: use the scanner, or type'],
  cameraNone: ['没有相机，请用扫描枪或手工输入', 'There is no camera: use the scanner, or type'],
  cameraFailed: ['相机无法使用，请用扫描枪或手工输入', 'The camera does not work: use the scanner, or type'],
  malformed: ['登记码格式不正确', 'This is not a code'],
  'key-unusable': ['密钥不可用，请重新打开此页', 'The key cannot be used: open this page again'],
  failed: ['没有成功，请重试', 'That did not work; try again'],
  internal: ['服务器出错，请重试', 'The server failed; try again'],
  site: ['采样点', 'Site'],
  sweep: ['轮次', 'Sweep'],
  noSweep: ['没有进行中的轮次', 'No sweep is open'],
  scan: ['扫描试管或身份证', 'Scan a tube or an identity card'],
  openTube: ['请先扫描试管', 'Scan a tube first'],
  tube: ['试管', 'Tube'],
  unknown: ['无法识别', 'Unknown code'],
  other: ['请先封好当前试管', 'Seal the open tube first'],
  twice: ['此人已在本管', 'Already in this tube'],
  full: ['本管已满，请封管', 'Full, seal it'],
  empty: ['本管无人', 'Nobody is in this tube'],
  number: ['身份号码', 'Identity number'],
  personName: ['姓名', 'Name'],
  phone: ['电话', 'Phone'],
  residence: ['居住社区代码', 'Residence community code'],
  noNumber: ['无证件号码', 'No document'],
  add: ['加入本管', 'Add to the tube'],
  undo: ['移除最后一人', 'Remove the last'],
  seal: ['封管', 'Seal'],
  sealed: ['已封管', 'Sealed'],
  waiting: ['待发送', 'Unsent'],
  refused: ['被拒收', 'Refused'],
  again: ['重新发送', 'Send again'],
  connected: ['已连接', 'Connected'],
  'no-connection': ['离线，数据已存本机', 'Off-line, saved here'],
  busy: ['服务器忙，数据已存', 'Server busy, data is safe'],
  'credential-revoked': ['此平板已停用，只能交付已封试管', 'Out of service: only delivers sealed tubes'],
  'enrolment-code-unknown': ['登记码无效、过期或已用', 'The code is unknown, too old or used'],
  'too-many-requests': ['尝试过多，请稍后', 'Too many tries, wait a minute'],
  notKept: ['本机存储失败：请勿继续', 'Not saved on this tablet: do not go on'],
} as const satisfies Record<string, readonly [string, string]>;

export type Word = keyof typeof words;

/** Says a word in the language that was chosen; a code of the server that has no word is shown as it is. */
export function useWords(): (word: Word | (string & {})) => string {
  const { language } = useLanguage();
  return (word) =>
    (words as Record<string, readonly [string, string]>)[word]?.[language === 'en' ? 1 : 0] ?? word;
}
