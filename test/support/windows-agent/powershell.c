/*
 * Windows PowerShell as far as the wrapper asks it: the Authenticode signature of a file, and the agent's certificates. Wine's own answers
 * nothing, and 0, to everything. The answers are values of SOFTWARE\\Stand-in, with | for the end of a line; any other question is an error.
 */
#include "stand-in.h"

static const struct {
  const wchar_t *asked, *answer;
} ANSWERS[] = {{L"Get-AuthenticodeSignature -FilePath '", L"Signature"}, {L"Cert:\\LocalMachine\\", L"Certificates"}};

int wmain(int count, wchar_t **words) {
  wchar_t answer[LENGTH];
  note_environment();
  for (int at = 0; count > 1 && at < 2; at++) {
    if (wcsstr(words[count - 1], ANSWERS[at].asked) == NULL) continue;
    text_at(SWITCHES, ANSWERS[at].answer, answer);
    for (wchar_t *end = answer; *end; end++)
      if (*end == L'|') *end = L'\n';
    if (answer[0] != 0) printf("%ls\n", answer);
    return 0;
  }
  fprintf(stderr, "The stand-in for PowerShell was not told what to answer.\n");
  return 1;
}
