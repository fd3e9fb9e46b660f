import type { DesignChoiceStart } from '#lis/contracts';
import { may, type Role } from '#lis/domain';
import { Asked } from '../src/parts/asked.js';
import { PageShell } from '../src/parts/page-shell.js';
import { usePolled } from '../src/server/queries.js';
import type { Session } from '../src/session/signed-in.js';
import { DesignsDesk } from './designs-desk.js';
import { useDesignTexts } from './texts/use-design-texts.js';

/** Which design of specimen pools a laboratory uses, and which it should. */
export function DesignsPage({ session }: { session: Session }) {
  const { title, notForYou } = useDesignTexts();
  const isAllowed = may(session.who.role as Role, 'design.choose');
  const start = usePolled<DesignChoiceStart>(isAllowed ? '/v1/design-choice/start' : null, 300_000);
  return (
    <PageShell session={session} title={title} page="designs" notForYou={isAllowed ? undefined : notForYou}>
      <Asked query={start}>{(answer) => <DesignsDesk session={session} start={answer} />}</Asked>
    </PageShell>
  );
}
