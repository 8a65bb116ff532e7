// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/h264_picture_format.h"

#include <cstdint>

#include "media/h264/nal.h"
#include "mixing/video/video_settings.h"

namespace mcu::mixing {

namespace {

/// Bits of a NAL unit, emulation prevention bytes left out. Reads zeros past the end and remembers.
class BitReader {
public:
    explicit BitReader(std::span<const std::byte> nal) : nal_(nal) {}

    unsigned bit() {
        if (left_ == 0) {
            if (position_ + 2 <= nal_.size() && zeros_ >= 2 && nal_[position_] == std::byte{3}) {
                ++position_;
                zeros_ = 0;
            }
            if (position_ >= nal_.size()) {
                exhausted_ = true;
                return 0;
            }
            current_ = std::to_integer<unsigned>(nal_[position_++]);
            zeros_ = current_ == 0 ? zeros_ + 1 : 0;
            left_ = 8;
        }
        --left_;
        return (current_ >> static_cast<unsigned>(left_)) & 1U;
    }

    std::uint32_t bits(int count) {
        std::uint32_t value = 0;
        for (int i = 0; i < count; ++i) {
            value = value << 1U | bit();
        }
        return value;
    }

    /// ue(v), section 9.1.
    std::uint32_t unsignedGolomb() {
        int zeros = 0;
        while (zeros < 32 && bit() == 0) {
            ++zeros;
        }
        if (zeros >= 32) {
            exhausted_ = true;
            return 0;
        }
        return (1U << static_cast<unsigned>(zeros)) - 1 + bits(zeros);
    }

    std::int32_t signedGolomb() {
        const std::uint32_t code = unsignedGolomb();
        const auto magnitude = static_cast<std::int32_t>(code / 2 + code % 2);
        return code % 2 == 1 ? magnitude : -magnitude;
    }

    [[nodiscard]] bool exhausted() const { return exhausted_; }

private:
    std::span<const std::byte> nal_;
    std::size_t position_ = 0;
    unsigned current_ = 0;
    int left_ = 0;
    int zeros_ = 0;
    bool exhausted_ = false;
};

bool hasChromaFormat(std::uint32_t profile) {
    switch (profile) {
        case 100:
        case 110:
        case 122:
        case 244:
        case 44:
        case 83:
        case 86:
        case 118:
        case 128:
        case 138:
        case 139:
        case 134:
        case 135:
            return true;
        default:
            return false;
    }
}

void skipScalingList(BitReader& reader, int size) {
    int last = 8;
    int next = 8;
    for (int i = 0; i < size && !reader.exhausted(); ++i) {
        if (next != 0) {
            next = (last + reader.signedGolomb() % 256 + 256) % 256;
        }
        last = next == 0 ? last : next;
    }
}

/// Returns whether the pictures are 4:2:0 with 8 bits.
bool readChroma(BitReader& reader) {
    const std::uint32_t chroma = reader.unsignedGolomb();
    if (chroma == 3) {
        reader.bit();
    }
    const std::uint32_t lumaDepth = reader.unsignedGolomb();
    const std::uint32_t chromaDepth = reader.unsignedGolomb();
    reader.bit();
    if (reader.bit() == 1) {
        const int lists = chroma == 3 ? 12 : 8;
        for (int i = 0; i < lists; ++i) {
            if (reader.bit() == 1) {
                skipScalingList(reader, i < 6 ? 16 : 64);
            }
        }
    }
    return chroma == 1 && lumaDepth == 0 && chromaDepth == 0;
}

void skipOrderCount(BitReader& reader) {
    const std::uint32_t type = reader.unsignedGolomb();
    if (type == 0) {
        reader.unsignedGolomb();
    } else if (type == 1) {
        reader.bit();
        reader.signedGolomb();
        reader.signedGolomb();
        const std::uint32_t frames = reader.unsignedGolomb();
        for (std::uint32_t i = 0; i < frames && !reader.exhausted(); ++i) {
            reader.signedGolomb();
        }
    }
}

}  // namespace

std::optional<H264PictureFormat> readSps(std::span<const std::byte> nal) {
    if (nal.size() < 4) {
        return std::nullopt;
    }
    BitReader reader(nal.subspan(1));
    H264PictureFormat format;
    const std::uint32_t profile = reader.bits(8);
    reader.bits(16);
    reader.unsignedGolomb();
    format.is420EightBit = !hasChromaFormat(profile) || readChroma(reader);
    reader.unsignedGolomb();
    skipOrderCount(reader);
    reader.unsignedGolomb();
    reader.bit();
    const std::uint32_t columns = reader.unsignedGolomb();
    const std::uint32_t rows = reader.unsignedGolomb();
    const std::uint32_t fields = reader.bit() == 1 ? 1 : 2;
    constexpr std::uint32_t kMost = 4096;
    if (reader.exhausted() || columns >= kMost || rows >= kMost) {
        return std::nullopt;
    }
    format.width = static_cast<int>((columns + 1) * 16);
    format.height = static_cast<int>((rows + 1) * 16 * fields);
    return format;
}

bool isAcceptableH264(std::span<const std::byte> accessUnit) {
    media::h264::AnnexBReader reader(accessUnit);
    for (auto nal = reader.next(); !nal.empty(); nal = reader.next()) {
        if (media::h264::nalType(nal[0]) == media::h264::NalType::sps) {
            const auto format = readSps(nal);
            if (!format || !format->is420EightBit ||
                !isAcceptableSize(format->width, format->height)) {
                return false;
            }
        }
    }
    return true;
}

}  // namespace mcu::mixing
