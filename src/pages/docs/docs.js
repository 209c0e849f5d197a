// Requests are sent to this server, not to the servers that the document lists, with the API key of the demo.
document.documentElement.classList.toggle('dark-mode', matchMedia('(prefers-color-scheme: dark)').matches)
const ui = SwaggerUIBundle({
  dom_id: '#docs',
  url: '/openapi.json',
  validatorUrl: null,
  deepLinking: true,
  tryItOutEnabled: true,
  presets: [SwaggerUIBundle.presets.apis],
  requestInterceptor: request => {
    const { pathname, search } = new URL(request.url, location.href)
    return Object.assign(request, { url: location.origin + pathname + search })
  },
  onComplete: () => ui.preauthorizeApiKey('bearer', 'tvx_sk_test_sandbox'),
})
