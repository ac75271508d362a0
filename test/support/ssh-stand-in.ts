/**
 * The text of an `ssh` that reaches no machine: it answers a look with the given facts and a run of the wrapper in the wrapper's own
 * language, and writes down the arguments, the environment and the stdin of each call, a JSON line each.
 */
export const sshStandIn = (node: string, facts: string, record: string): string => `#!${node}
const { appendFileSync } = require('node:fs');
const FACTS = ${JSON.stringify(facts)};
const asked = process.argv.at(-1);
let stdin = '';
let stage = asked.includes('echo azmon-begin; exec sh -s') ? 'begin' : 'look';
const done = () => {
  const { argv, env } = process;
  appendFileSync(${JSON.stringify(record)}, JSON.stringify({ argv: argv.slice(2), env, stdin }) + '\\n');
};
const valueOf = (name) => (new RegExp("^" + name + "='([^']*)'$", 'm').exec(stdin) ?? [])[1];
const answer = () => {
  const [verb, id, dry] = ['AZMON_DO', 'AZMON_WORKSPACE_ID', 'AZMON_DRY_RUN'].map(valueOf);
  const there = ['state.agent=log-analytics', 'state.version=1.19.0-0', 'state.host=web-01', 'state.service=running'];
  const state = [...there, ...(id === undefined ? [] : ['state.workspace=' + id + ' onboarded Onboarded'])];
  const lines = {
    install: dry ? ['plan=packages install them', 'result=planned'] : [...state, 'result=changed'],
    remove: dry ? ['plan=packages take them off', 'result=planned'] : ['state.agent=none', 'result=removed'],
    show: state,
    logs: ['log.file=/var/log/omsagent.log', 'log=nothing'],
  }[verb] ?? (dry ? ['plan=change make the change', 'result=planned'] : [...state, 'result=changed']);
  return ['wrapper.version=1', 'wrapper.system=linux', ...lines, 'wrapper.end=ok'].join('\\n');
};
if (stage === 'begin') process.stdout.write('azmon-begin\\n');
process.stdin.setEncoding('utf8').on('data', (text) => {
  stdin += text;
  if (stage === 'begin' && stdin.includes('azmon-exit-')) {
    stage = 'script';
    setTimeout(() => process.stdout.write('azmon-ready\\n'), 50);
  } else if (stage === 'script') {
    stage = 'answered';
    setTimeout(() => {
      const mark = /azmon-exit-[0-9a-f-]{36}:/.exec(stdin)[0];
      process.stdout.write(answer() + '\\n' + mark + '0\\n');
      done();
      process.exit(0);
    }, 300);
  }
}).on('end', () => {
  if (stage !== 'look') return;
  process.stdout.write('azmon-begin\\n' + FACTS);
  done();
});
`;
