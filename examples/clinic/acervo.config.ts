import { defineConfig } from 'acervo'
import { clinic } from './system.ts'

export default defineConfig({ systems: [clinic] })
