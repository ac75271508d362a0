import type { Azure } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { Login } from '../report/login.ts';
import { CLOUDS, type CloudId } from '../target/cloud.ts';
import { SignInFailure } from '../target/sign-in.ts';

/** Signs in, and asks what can be seen with it. Whatever fails stands in the answer. */
export async function loginStatus(azure: Azure, cloudId: CloudId, endpoint: string): Promise<Login> {
  const place = { cloud: CLOUDS[cloudId].title, cloudId, endpoint };
  try {
    const identity = await azure.signIn.identity();
    return { ...place, identity, unanswered: identity.unanswered ?? [], ...(await visible(azure)) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const unanswered = error.cause instanceof SignInFailure ? error.cause.unanswered : [];
    return { ...place, unanswered, problem: unanswered.length > 1 ? brief(error) : error };
  }
}

/** The ways and their reasons stand in the answer itself, and this is the command that shows them. */
const brief = ({ code, exit, message, fix }: Problem): Problem =>
  new Problem({ code, exit, message, fix: fix.filter(({ command }) => command !== 'azmon login status') });

async function visible(azure: Azure): Promise<Pick<Login, 'subscriptions' | 'problem'>> {
  try {
    return { subscriptions: await azure.resources.subscriptions() };
  } catch (error) {
    if (error instanceof Problem) return { problem: error };
    throw error;
  }
}
