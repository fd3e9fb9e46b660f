import { readConfiguration, runProcess } from '#lis/platform';
import { createApi } from './create-api.js';

await runProcess(async () => {
  const { host, httpPort } = readConfiguration();
  const app = await createApi();
  await app.listen(httpPort, host);
  return app;
});
