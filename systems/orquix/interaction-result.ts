// What a question came to, in one row: the answers and the synthesis as JSON, made from the rows that are true.
import { defineView, json, oneOf, uuid } from '../../kernel/index.ts'

export const interactionResults = defineView(
  'interaction_results',
  {
    id: uuid(),
    status: oneOf('running', 'complete', 'partial', 'single', 'failed'),
    aiResponsesJson: json(),
    moderatorSynthesisJson: json().optional(),
  },
  `select e.id, e.status,
      coalesce((
        select jsonb_agg(jsonb_build_object('provider', r.ia_provider_name, 'attempt', r.attempt, 'status', r.status,
          'model', r.model_name, 'text', r.raw_response_text, 'latencyMs', r.latency_ms, 'error', r.error_message)
          order by r.ia_provider_name, r.attempt)
        from ia_responses r where r.interaction_event_id = e.id and r.deleted_at is null
      ), '[]'::jsonb) as ai_responses_json,
      (
        select jsonb_build_object('id', s.id, 'text', s.synthesis_text, 'method', s.method, 'model', s.model_name)
        from moderated_syntheses s where s.id = e.moderated_synthesis_id and s.deleted_at is null
      ) as moderator_synthesis_json
    from interaction_events e where e.deleted_at is null`,
  { key: ['id'] },
)
