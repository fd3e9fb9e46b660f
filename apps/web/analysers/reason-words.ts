import { useLanguage, wordOf } from '../src/texts/language.js';
import type { Words } from '../src/texts/words.js';

/** Codes of the server about messages, files, wells and controls, as sentences; what follows `:` is said after it. */
const words = {
  tube: ['等待此管被接收', 'waits until this tube is received'],
  plated: ['等待此管上板', 'waits until this tube is plated'],
  'plate-awaited': ['等待此板布板', 'waits until this plate is laid out'],
  'not-results': ['不是结果消息', 'holds no results'],
  'without-readings': ['没有读数', 'has no readings'],
  'without-plate': ['没有板条码', 'names no plate'],
  'without-code': ['没有管编码', 'names no tube'],
  'realm-mixed': ['演练与真实混用', 'mixes drill and real'],
  'plate-elsewhere': ['此管在另一实验室的板上', 'its tube stands on another laboratory’s plate'],
  'plate-ambiguous': ['不止一块板符合', 'more than one plate fits'],
  'tube-not-free': ['此管尚不能检测', 'its tube may not be measured now'],
  'kit-without-internal-controls': ['配置的试剂盒没有自带质控', 'the profile’s kit has no controls inside'],
  'quality-control': ['仪器自己的质控，无须处理', 'the analyser’s own quality control: nothing to do'],
  'targets-unknown': ['靶标都不认识，配置可能不符', 'none of its targets is known: the profile may not fit'],
  'message-key-reused': ['控制号被另一内容用过', 'its control id was used for another content'],
  'unknown-sender': ['未知的发送方', 'an unknown sender'],
  'certificate-of-another': ['出示的是另一台仪器的证书', 'the certificate of another instrument'],
  'nul-in-header': ['消息头有无效字符', 'a NUL in its header'],
  'too-large': ['太大', 'too large'],
  empty: ['空消息', 'empty'],
  'not-hl7': ['不是 HL7', 'no HL7'],
  batch: ['批消息里没有消息', 'a batch without a message'],
  'no-delimiters': ['消息头没有分隔符', 'a header without delimiters'],
  'file-refused': ['无法读取', 'cannot be read'],
  'plate-unknown': ['找不到对应的板，请填写板条码', 'no plate fits: say its barcode'],
  'target-unknown': ['不知此荧光通道对应的靶标', 'nobody said which target this dye stands for'],
  'target-twice': ['此孔同一靶标有两个读数', 'two readings of one target in this well'],
  'run-ambiguous': [
    '此板有几次运行，请填写运行编号',
    'several runs of this plate are near: say the run number',
  ],
  'wells-none': ['没有此板的孔', 'it holds no well of this plate'],
  'instrument-differs': ['文件来自另一台仪器', 'the file names another instrument'],
  'time-unknown': ['文件没有可用的时间', 'the file has no time that can be used'],
  'controls-rejected': ['质控不合格', 'the controls failed'],
  'controls-waiting': ['质控不全', 'controls are missing'],
  'layout-differs': ['与布局不一致', 'file and layout disagree'],
  'wells-missing': ['有样本没有读数', 'wells of tubes have no reading'],
  'values-differ': ['与已有读数不同', 'values differ from those that are there'],
  'wells-not-laid-out': ['有布局外的孔', 'wells that nobody laid out'],
  'reading-twice': ['同一读数写了两次', 'the same reading twice'],
  'zone-not-taken': ['时区未采用', 'its time zone was not taken'],
  'time-ambiguous': ['日期可作两种解释', 'its date can be read in two ways'],
  'time-unreadable': ['时间无法读取', 'its time cannot be read'],
  'file-empty': ['空文件', 'an empty file'],
  'file-too-large': ['文件太大', 'too large'],
  'format-unknown': ['不认识此格式', 'no format that is known'],
  'xls-not-read': ['旧式 .xls 不能读取，请另存为 .xlsx', 'old .xls: save it as .xlsx'],
  'zip-broken': ['压缩包损坏', 'a broken archive'],
  'zip-too-large': ['解压后太大', 'too large when unpacked'],
  'xml-broken': ['XML 损坏', 'broken XML'],
  'xml-entities': ['XML 含实体', 'XML with entities'],
  'too-many-rows': ['行数太多', 'too many rows'],
  'cell-unreadable': ['单元格无法读取', 'a cell that cannot be read'],
  'well-unknown': ['没有这样的孔', 'no such well'],
  'plate-not-96': ['不是 96 孔板', 'no plate of 96 wells'],
  'target-missing': ['没有靶标', 'a target is missing'],
  'well-differs': ['孔号与孔位不一致', 'number and place of a well disagree'],
  'row-too-long': ['行太长', 'a row is too long'],
  'row-too-short': ['行太短', 'a row is too short'],
  'quote-not-closed': ['引号没有闭合', 'a quotation mark is not closed'],
  'no-readings': ['没有读数', 'no readings'],
  'control-not-laid-out': ['缺少应有的质控孔', 'a control that the kit needs is not laid out'],
  'control-unknown-to-kit': ['试剂盒没有此质控', 'a control that the kit does not know'],
  'control-signal': ['不应有信号', 'a signal where none may be'],
  'control-no-signal': ['没有应有的信号', 'no signal where one must be'],
  'control-out-of-range': ['Ct 超出范围', 'a Ct out of its range'],
  'control-unusable': ['质控读数不可用', 'a reading that cannot be used'],
  negative: ['阴性质控', 'negative control'],
  positive: ['阳性质控', 'positive control'],
  extraction: ['提取质控', 'extraction control'],
  sheet: ['工作表', 'sheet'],
  line: ['第几行', 'line'],
  column: ['第几列', 'column'],
  found: ['内容', 'found'],
} as const satisfies Words;

/** `code:detail:…` in words; a code without words stands as it is. */
export function useReason(): (reason: string) => string {
  const { language } = useLanguage();
  return (reason) => {
    const [code = '', ...details] = reason.split(':');
    const told = details.map((detail) => wordOf(words, detail, language));
    const sentence = wordOf(words, code, language);
    if (told.length === 0) return sentence;
    return language === 'en' ? `${sentence}: ${told.join(', ')}` : `${sentence}：${told.join('、')}`;
  };
}

/** Why a message is where it is; what an orphan waits for may be a plate's barcode, which has no word. */
export function useMessageReason(): (state: string, reason: string | null) => string {
  const say = useReason();
  return (state, reason) => {
    if (reason === null) return '';
    const awaitsTube = /^(?:tube|plated):/.test(reason);
    return say(state === 'orphan' && !awaitsTube ? `plate-awaited:${reason.replaceAll(':', ' ')}` : reason);
  };
}

/** Why a file was refused, and where. */
export function useRefusal(): (refusal: Readonly<Record<string, string | number>>) => string {
  const say = useReason();
  return ({ code = '', ...place }) =>
    [say(String(code)), ...Object.entries(place).map(([key, value]) => `${say(key)} ${value}`)].join(' · ');
}
