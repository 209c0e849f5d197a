import { suite } from './tree.ts'

await suite('pages')
