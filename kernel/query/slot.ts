// What stands for a value while a shape is planned. No text of a request can be mistaken for one: a zero byte
// never passes the checks of value.ts.

export class Slot {
  readonly text: string

  constructor(at: number) {
    this.text = `\0${at}`
  }
}

/** Which value goes where `text` stands; undefined where the text stands for itself. */
export function slotAt(text: unknown): number | undefined {
  return typeof text === 'string' && text.startsWith('\0') ? Number(text.slice(1)) : undefined
}
