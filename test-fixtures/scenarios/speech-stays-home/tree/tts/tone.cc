// 普通话变调 tone_sandhi
#include "pinyin.h"

void ToneSandhi(std::vector<Pinyin>& pinyin) { /* phoneme of initials_finals */ }
