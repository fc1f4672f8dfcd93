// How the system answers its specification (002): what stands for each name, and each difference with its reason.
import { corrected, defineSpecification, retyped } from '../../kernel/index.ts'

export const specification = defineSpecification({
  says: new URL('./specification.json', import.meta.url),
  database: 'conversations',
  tables: {},
  stands: {
    'trigger update_users_updated_at': 'touch',
    'trigger update_conversations_updated_at': 'touch',
    'trigger update_conversation_tokens_trigger': 'count_total_tokens_*',
    'function update_updated_at_column': 'users_touch',
    'function update_conversation_tokens': 'messages_count_total_tokens',
  },
  answers: {
    zone: 'OX-03',
    enumeration: 'OX-06',
    documented: 'O2-03',
    covered: 'O2-08',
    search: 'O2-08',
    encrypted: 'D26',
  },
  differences: {
    '*_id null': corrected('O2-05'),
    'messages.role values other': corrected('D14: tools and developers speak, too'),
    'api_keys.permissions type': retyped('a list of permissions is an array of texts'),
    'api_keys.is_active default': corrected('D26: active is what has not been revoked'),
    'function update_updated_at_column text': corrected(
      'OX-03: the clock of the database, with its zone',
    ),
    'function update_conversation_tokens text': corrected('O2-02'),
    'view user_statistics text': corrected('O2-01'),
    'view model_performance_summary text': corrected('O2-06'),
  },
})
