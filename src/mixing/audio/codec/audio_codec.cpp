// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/codec/audio_codec.h"

#include <string>

#include "mixing/audio/codec/g711.h"
#include "mixing/audio/codec/g722.h"
#include "mixing/audio/codec/opus_codec.h"

namespace mcu::mixing {
namespace {

Error notSound(media::Codec codec) {
    return {ErrorCode::invalidArgument,
            "no sound codec: " + std::string(media::nameOf(codec)),
            "use opus, G722, PCMA or PCMU",
            "audio.codec"};
}

}  // namespace

Result<std::unique_ptr<AudioEncoder>> makeAudioEncoder(const media::CodecFormat& format) {
    switch (format.codec) {
        case media::Codec::opus:
            return makeOpusEncoder(format.opusInbandFec);
        case media::Codec::g722:
            return makeG722Encoder();
        case media::Codec::pcma:
            return makeG711Encoder(G711Law::a);
        case media::Codec::pcmu:
            return makeG711Encoder(G711Law::mu);
        default:
            return notSound(format.codec);
    }
}

Result<std::unique_ptr<AudioDecoder>> makeAudioDecoder(media::Codec codec) {
    switch (codec) {
        case media::Codec::opus:
            return makeOpusDecoder();
        case media::Codec::g722:
            return makeG722Decoder();
        case media::Codec::pcma:
            return makeG711Decoder(G711Law::a);
        case media::Codec::pcmu:
            return makeG711Decoder(G711Law::mu);
        default:
            return notSound(codec);
    }
}

}  // namespace mcu::mixing
