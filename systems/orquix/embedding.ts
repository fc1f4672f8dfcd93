// The one place that says which model makes the vectors of fragments and how long they are. Another model is written
// here: its own becomes `was`, and the plan of migrations shows a column and an index beside the ones that serve.
import type { EmbeddedOptions } from '../../kernel/index.ts'

export const embedding = {
  column: 'contentEmbedding',
  model: 'all-MiniLM-L6-v2',
  dimensions: 384,
  metric: 'cosine',
  index: 'hnsw',
} as const satisfies EmbeddedOptions
