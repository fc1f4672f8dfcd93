import { expect, test } from 'vitest'
import { AcervoError } from '../../kernel/errors/index.ts'
import { renderProblem } from './problem.ts'

const problem = new AcervoError('ACV203', "'policy' has no column 'statu'", {
  hint: "Perhaps you meant 'status'.",
})

test('who reads Spanish is told in Spanish what a code means and what to do', () => {
  expect(renderProblem(problem, { language: 'es' })).toBe(
    "ACV203 no existe esa columna\n  'policy' has no column 'statu'\nSiguiente paso: Quizá quiso decir 'status'.\n",
  )
})

test('in English the message itself leads, and so it does where a command speaks both languages', () => {
  expect(renderProblem(problem, { language: 'en' })).toBe(
    "ACV203 'policy' has no column 'statu'\nNext: Perhaps you meant 'status'.\n",
  )
  const own = new AcervoError('ACV605', "no existe la orden 'strat'")
  expect(renderProblem(own, { language: 'es' })).toBe("ACV605 no existe la orden 'strat'\n")
})
