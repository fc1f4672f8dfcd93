// A WhatsApp message. In our own words only within a day of what the recipient wrote last; else from a template that
// the provider has approved.
import { defineTable } from '../../../kernel/index.ts'
import { messageColumns, toMessageFeatures } from '../channel/message.ts'

const withinADay = `
  if new.template is null and not exists (select from {table:inbound_messages} i
    where i.recipient_id = new.recipient_id
    and i.received_at between acervo.clock() - interval '24 hours' and acervo.clock()) then
    raise exception 'the recipient has not written within a day' using errcode = 'AV304',
      hint = 'Write from an approved template.';
  end if;`

export const messages = defineTable(
  'messages',
  messageColumns,
  toMessageFeatures({ also: withinADay }),
)
