// How the system answers its specification (001): what stands for each name, and each difference with its reason.
import { corrected, defineSpecification, missing, retyped } from '../../kernel/index.ts'

export const specification = defineSpecification({
  says: new URL('./specification.json', import.meta.url),
  database: 'agents',
  tables: {
    verification_tokens: { columns: { identifier: 'userId' } },
  },
  stands: {
    'trigger update_*_updated_at': 'touch',
    'function update_updated_at_column': 'users_touch',
    'trigger audit_user_changes': 'audit_update',
    'function audit_sensitive_changes': 'users_audit',
    'trigger update_usage_counters_trigger': 'roll_up',
    'function update_usage_counters': 'usage_logs_roll_up',
    'policy conversations_user_policy': 'tenant',
  },
  answers: {
    zone: 'OX-03',
    covered: 'O1-23',
    search: 'O1-31',
    defaulted: 'O1-29',
    documented: 'O1-30',
    hashed: 'O1-33',
  },
  differences: {
    // Who is who.
    'users.email check other': corrected('O1-08'),
    'users.monthly_* missing': corrected('D3'),
    'users.last_reset_at missing': corrected('D3'),
    'accounts.expires_at type': retyped('O1-27'),
    'index idx_sessions_expires refused': corrected('O1-05'),
    'verification_tokens.identifier type': retyped('it links to the user whom it identifies'),
    'verification_tokens key columns': corrected('O1-33: a secret is no key; its digest is unique'),
    'invitations.invited_by null': corrected('an operator who invites is no user'),
    'user_settings.language missing': corrected('O1-22'),
    'user_settings.rag_*': corrected('O1-22'),
    'audit_logs.ip_address missing': missing('the request id leads to the log of the edge'),
    'audit_logs.user_agent missing': missing('the request id leads to the log of the edge'),
    // Agents and what is said with them.
    'agents.slug check other': corrected('O1-09'),
    'user_agent_permissions.granted_by link delete': corrected('O1-12'),
    'conversations.agent_id *': corrected('O1-13'),
    'index idx_conversations_user_agent missing': corrected('O1-23: it indexes no user'),
    'messages.role values other': corrected('tools and developers speak as well'),
    'artifacts.agent_id *': corrected('O1-13'),
    'artifacts.content null': corrected('O1-28'),
    'index idx_artifacts_share_token other': corrected('O1-23'),
    // Documents, integrations, files.
    'rag_documents.indexed default': corrected('it follows from the state of the document'),
    'rag_documents.vector_ids missing': corrected('OX-05'),
    'mcp_integrations.provider_user_id null': corrected('one row for each account of a provider'),
    'mcp_integrations unique (user_id, provider) missing': corrected(
      'one row for each account of a provider',
    ),
    'index idx_storage_files_deleted_at other': corrected(
      'what is asked for is what lies in the bin',
    ),
    'index idx_storage_files_user_context missing': corrected(
      'its third column is null in each of its rows',
    ),
    'file_access_logs.user_id null': corrected('O1-11'),
    // Money.
    'financial_accounts.balance default': corrected(
      'it is what it opened with and what was posted',
    ),
    'transactions.*_account_id link delete': corrected('O1-26'),
    'recurring_payments.account_id link delete': corrected('O1-26'),
    'budgets.alert_sent missing': corrected('an alert is a row for each period and threshold'),
    // What was used.
    'users.total_* missing': corrected('O1-25: user_usage reads it from the months'),
    'users.last_interaction missing': corrected('O1-25: user_usage reads it from the months'),
    'index idx_users_last_interaction missing': corrected('O1-25'),
    'usage_logs.agent_id *': corrected('O1-13'),
    'usage_logs.*cost* null': corrected('what has no price has no cost, which is not zero'),
    'monthly_usage.agent_usage missing': corrected('rows of monthly_agent_usage'),
    'monthly_usage.exceeded_limit default': corrected('it follows from what was used'),
    'usage_alerts.triggered default': corrected('an alert is written when it is triggered'),
    // What the database does.
    'function update_updated_at_column text': corrected('by the clock of the platform'),
    'function audit_sensitive_changes text': corrected('O1-16'),
    'function update_usage_counters text': corrected('O1-14'),
    'policy conversations_user_policy text': corrected('O1-17'),
  },
})
