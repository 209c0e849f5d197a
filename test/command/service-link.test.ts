import t from 'tap'
import { readTask } from '../../src/settings/command-line.ts'

/** The environment variables that Kubernetes adds to pods for a Service of this name. */
function links(service: string, protocol: string): NodeJS.ProcessEnv {
  const [name, upper] = [service.toUpperCase().replaceAll('-', '_'), protocol.toUpperCase()]
  return {
    [`${name}_SERVICE_HOST`]: '10.0.0.11',
    [`${name}_SERVICE_PORT`]: '4060',
    [`${name}_SERVICE_PORT_HTTP`]: '4060',
    [`${name}_PORT`]: `${protocol}://10.0.0.11:4060`,
    [`${name}_PORT_4060_${upper}`]: `${protocol}://10.0.0.11:4060`,
    [`${name}_PORT_4060_${upper}_PROTO`]: protocol,
    [`${name}_PORT_4060_${upper}_PORT`]: '4060',
    [`${name}_PORT_4060_${upper}_ADDR`]: '10.0.0.11',
  }
}

for (const service of ['tryvox-sandbox', 'tryvox-sandbox-ci']) {
  for (const protocol of ['tcp', 'udp', 'sctp']) {
    t.test(`the ${protocol} variables of a Service ${service} are ignored`, async t => {
      t.strictSame(readTask([], links(service, protocol), '1.2.3'), readTask([], {}, '1.2.3'))
    })
  }
}

t.test('settings are read next to the variables of a Service', async t => {
  const environment = { ...links('tryvox-sandbox', 'tcp'), TRYVOX_SANDBOX_HOST: '0.0.0.0' }
  t.match(readTask([], environment, '1.2.3'), { settings: { host: '0.0.0.0', port: 4060 } })
})
