/** Chinese texts of the prevalence and of the advice on tubes. */
export const prevalenceZh = {
  heading: '感染率与混采人数',
  note: '由已出结果的筛查管估算；括号内为 95 % 区间。复采的单管不重复计入。',
  chart: '每日感染率及 95 % 区间',
  day: '采样日',
  estimate: '感染率（95 % 区间）',
  tubes: '有效管',
  positive: '阳性管',
  unclear: '可疑 / 无效',
  all: '合计',
  tooFew: '管数太少，还不能下结论',
  withheld: '少于 5 管，不显示',
  none: '还没有出结果的筛查管。',
  advice: '建议',
  keep: (swabs: string) => `每管继续混采 ${swabs} 人。`,
  less: (best: string, now: string) => `每管改为混采 ${best} 人（现为 ${now} 人）。`,
  more: (best: string, now: string) => `每管混采 ${best} 人比现在的 ${now} 人更省检测。`,
  plain: (swabs: string) => `每管混采 ${swabs} 人。`,
  single: '改为单采，一人一管。',
  keepSingle: '继续单采，一人一管。',
  cost: (tests: string, recalled: string, worst: string) =>
    `平均每人约 ${tests} 次检测；约 ${recalled} 的人要召回单采（最多 ${worst}）。`,
  recalls: (people: string) => `按每日应检人数，最多每天召回 ${people} 人。`,
  missed: (missed: string, worst: string) =>
    `每 10 万名阴性管人员中，预计漏检 ${missed} 人（最多 ${worst} 人）。`,
  now: (swabs: string) => `现行每管 ${swabs} 人：`,
  refusals: {
    missed: '漏检会超过上限',
    recall: '召回单采会超过能力',
    validated: '超过试剂盒验证的人数',
  },
  reasons: {
    'no-pools': '还没有出结果的筛查管，不能给出建议。',
    'too-few-pools': '出结果的管还太少，不能给出建议。',
    'test-unknown': '试剂盒没有注明混采检测的灵敏度，不能给出建议。',
    withheld: '阳性管少于 5 管，只有卫生官员能看到建议。',
  },
  warnings: {
    'pooling-collapsing': [
      '混采可能失效',
      '感染率可能超过 1 %：大量混采管会阳性，召回单采迅速增加。请准备减少每管人数或单采。',
    ],
    'never-pool': ['不要混采', '感染率超过 38 %：任何混采都不再节省检测。'],
  },
  noLimits: '没有设定漏检和召回的上限。',
  noMissedLimit: '没有设定漏检上限。',
  noRecallLimit: '没有设定每日召回能力。',
  test: {
    kit: (sensitivity: string) => `灵敏度 ${sensitivity}，按试剂盒说明。`,
    'own-retests': (sensitivity: string, n: string) =>
      `灵敏度 ${sensitivity}，由本轮 ${n} 名单采阳性者的 Ct 得出。`,
    none: '试剂盒没有注明灵敏度：按检测从不出错计算。',
  },
  sites: '明显高于其他的采样点',
  noSites: '没有采样点明显高于其他。',
  site: '采样点',
  siteAdvice: '建议每管人数',
};
