import { suite } from './tree.ts'

await suite('sandbox', 'package')
