type Both = readonly [zh: string, en: string];

/** The steps of the reporting loop by code; an unknown code is shown as it is. */
export const stepWords: Readonly<Record<string, Both>> = {
  'members-frozen': ['冻结成员结果', 'Freeze the members'],
  'site-notified': ['通知采样点', 'Notify the site'],
  'community-notified': ['通知社区', 'Notify the community'],
  'sampling-team-notified': ['通知采样队', 'Notify the sampling team'],
  'members-recollected': ['成员单管重采', 'Re-collect every member singly'],
  'retests-resulted': ['复检出结果', 'Result of the retests'],
  'retests-verified': ['复检结果审核', 'Verify the retests'],
  reported: ['报告（2 小时内）', 'Report (within 2 h)'],
  confirmed: ['上级确认（2 小时内）', 'Confirm (within 2 h)'],
  transferred: ['转运', 'Transfer'],
  investigated: ['流调（24 小时内）', 'Investigate (within 24 h)'],
  'contacts-isolated': ['密接隔离', 'Isolate the contacts'],
  'contacts-tested': ['密接检测', 'Test the contacts'],
  examined: ['入院检查', 'Examine'],
  classified: ['专家定型', 'Classify by experts'],
  released: ['解除隔离', 'Release'],
  'followed-up-week-2': ['第 2 周随访', 'Follow-up, week 2'],
  'followed-up-week-4': ['第 4 周随访', 'Follow-up, week 4'],
  'followed-up-week-6': ['第 6 周随访', 'Follow-up, week 6'],
  closed: ['结案', 'Close'],
};

export const ownerWords: Readonly<Record<string, Both>> = {
  laboratory: ['实验室', 'Laboratory'],
  verifier: ['审核人', 'Verifier'],
  site: ['采样点', 'Sampling site'],
  community: ['社区', 'Community'],
  'health-official': ['卫健官员', 'Health official'],
  hospital: ['医院', 'Hospital'],
  expert: ['专家组', 'Experts'],
};
