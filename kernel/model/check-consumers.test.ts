// A consumer that names what is not there, or cannot read what is under way, is refused with the declarations.
import { expect, test } from 'vitest'
import {
  type Consumer,
  defineConsumer,
  defineDatabase,
  defineModel,
  defineSystem,
  defineTable,
  emits,
  inbox,
  isAcervoError,
  outbox,
  text,
} from '../index.ts'

const emitting = emits('Note', { NoteKept: { version: 2, payload: { words: 'words' } } })
const notes = defineTable('notes', { words: text() }, [emitting])
const databases = [
  defineDatabase({
    schema: 't_notes',
    name: 'notes',
    tables: { note: notes, outboxEvent: defineTable('outbox_events', {}, [outbox()]) },
  }),
  defineDatabase({
    schema: 't_shelf',
    name: 'shelf',
    tables: {
      copy: defineTable('copies', {}),
      inboxEvent: defineTable('inbox_events', {}, [inbox()]),
    },
  }),
]
const good: Consumer = defineConsumer({
  name: 'on-note',
  database: 'shelf',
  from: 'notes',
  events: ['NoteKept'],
  makes: ['copy'],
  upcasts: { NoteKept: { 1: (payload) => payload } },
  handle: async () => undefined,
})

function mistakesOf(...consumers: readonly Consumer[]): string {
  try {
    defineModel([defineSystem({ name: 'test', databases, consumers })])
    return ''
  } catch (error) {
    if (!isAcervoError(error)) throw error
    return error.details ?? ''
  }
}

test('a consumer that fits is taken', () => expect(mistakesOf(good)).toBe(''))

test.each([
  [{ ...good, events: ['NoteKep'] }, "no event 'NoteKep' Perhaps you meant 'NoteKept'"],
  [{ ...good, events: [] }, 'it names no event'],
  [{ ...good, from: 'note' }, "it hears 'note', which is not there"],
  [{ ...good, database: 'shelve' }, "its database 'shelve' is not there"],
  [{ ...good, database: 'notes', makes: [] }, "'notes' has no table with inbox()"],
  [{ ...good, makes: ['copies'] }, "it makes 'copies', which 'shelf' lacks"],
  [{ ...good, name: 'On Note' }, 'its name is no word'],
  [{ ...good, upcasts: {} }, "it cannot read version 1 of 'NoteKept'"],
] as const)('a mistake is told: %#', (consumer, words) => {
  expect(mistakesOf(consumer)).toContain(words)
})

test('two consumers do not share a name', () => {
  expect(mistakesOf(good, good)).toContain('another consumer has its name')
})
