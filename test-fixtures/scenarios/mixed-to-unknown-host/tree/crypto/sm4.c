#include <stdint.h>

static const uint8_t SBOX[256] = { 0xd6, 0x90, 0xe9, 0xfe };

void sm4_set_encrypt_key(SM4_KEY *key, const uint8_t user_key[16]) {}
