// How AI-CORE answers its specification: 66 databases by their codes; of their tables it names four and prints none.
import { defineSpecification } from '../../kernel/index.ts'

export const specification = defineSpecification({
  says: new URL('./specification.json', import.meta.url),
  answers: { name: 'OX-04', bounded: 'O3-07', reference: 'O3-07' },
})
