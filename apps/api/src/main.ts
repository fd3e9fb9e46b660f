import { readConfiguration, runProcess } from '#lis/platform';
import { createApi } from './create-api.js';
import { serveHttps } from './tls/index.js';

await runProcess(async () => {
  const configuration = readConfiguration();
  const { host, httpPort } = configuration;
  const app = await createApi();
  const listen = await serveHttps(app, configuration);
  await app.listen(httpPort, host);
  await listen();
  return app;
});
