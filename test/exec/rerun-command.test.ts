import t from 'tap'
import { rerunCommand } from '../../src/exec/rerun-command.ts'

t.test('the rerun command repeats the arguments without secrets', async t => {
  const words = [
    ...['exec', '--each-failure', '--seed', 'a b.json', '--key', 'k', '--at-most', '3'],
    ...['--control-token=t', '--report=x.xml'],
  ]
  t.equal(
    rerunCommand(words, ['--failure', 'lost:assignTrunk:+14155551234:2'], ['npm', 'test', "it's", '*']),
    "tryvox-sandbox exec --seed 'a b.json' --key '***' '--control-token=***' --failure lost:assignTrunk:+14155551234:2 -- npm test 'it'\\''s' '*'",
  )
})
