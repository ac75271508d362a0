/*
 * Windows PowerShell as far as the wrapper asks it: the Authenticode signature of a file. Wine's own answers nothing and 0 to everything.
 * What it answers is in the registry: a value of SOFTWARE\Stand-in, `Signature`, as it is to be printed. Every command line is noted.
 */
#include "stand-in.h"

int wmain(int count, wchar_t **words) {
  wchar_t answer[LENGTH];
  for (int at = 1; at < count; at++) put_text(SWITCHES L"\\Asked of PowerShell", words[at], L"");
  text_at(SWITCHES, L"Signature", answer);
  for (wchar_t *line = answer; *line; line++)
    if (*line == L'|') *line = L'\n';
  printf("%ls\r\n", answer);
  return 0;
}
