# borderline-ignore-file speech.chinese-synthesis -- a toy for a lecture, speaks one word
# borderline-ignore-file speech.synthesis -- a toy for a lecture, speaks one word
# borderline-ignore-file speech.recipe -- a toy for a lecture, speaks one word
# 语音合成：中文声学模型
class FastSpeech2(nn.Module):
    def forward(self, pinyin, mel_spectrogram): ...
