// How the system answers its specification (000): what stands for each name, and each difference with its reason.
import { corrected, defineSpecification } from '../../kernel/index.ts'

export const specification = defineSpecification({
  says: new URL('./specification.json', import.meta.url),
  database: 'banking',
  tables: {
    FAQ: 'banking.faq',
    Device: { values: { protocol: { Serial: 'SERIAL' } } },
    _BranchToUser: 'banking.branchAdmin',
  },
  stands: {
    'policy branch_isolation': 'tenant',
  },
  answers: {
    name: 'OX-04',
    key: 'OX-02',
    zone: 'OX-03',
    enumeration: 'OX-06',
    value: 'O0-19',
    covered: 'O0-13',
    partitioned: 'O0-03',
    encrypted: 'O0-19',
    live: 'O0-18',
  },
  differences: {
    'index detection_recent_idx refused': corrected('O0-01: the month that is asked is read alone'),
    'policy branch_isolation text': corrected('O0-02'),
    'trigger faq_search_update missing': corrected(
      'D19: the words are a stored column, which no writer can forget',
    ),
    'Visit.status values other': corrected(
      'CALLED stands between waiting and service; to who knows four words it is WAITING',
    ),
    'table DetectionEvent_20* missing': corrected('O0-03: the platform makes each month ahead'),
    'table DetectionEvent_archive missing': corrected('O0-05: a month is set aside whole'),
  },
})
