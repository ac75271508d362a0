/* Holds Windows Installer as another installation would, for so many milliseconds, and says when it has it. */
#include "stand-in.h"

int wmain(int count, wchar_t **words) {
  HANDLE mutex = CreateMutexW(NULL, FALSE, L"Global\\_MSIExecute");
  if (count < 2 || WaitForSingleObject(mutex, 0) != WAIT_OBJECT_0) return 1;
  puts("held");
  fflush(stdout);
  Sleep((DWORD)_wtoi(words[1]));
  ReleaseMutex(mutex);
  return 0;
}
