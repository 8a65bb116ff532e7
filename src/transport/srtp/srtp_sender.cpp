// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/srtp/srtp_sender.h"

#include <array>

#include "transport/srtp/packet_cipher.h"
#include "transport/srtp/packet_index.h"
#include "transport/srtp/replay_window.h"

namespace mcu::srtp {

namespace {

struct Source {
    std::uint32_t ssrc = 0;
    ReplayWindow sent;
    std::uint32_t nextRtcpIndex = 0;
};

}  // namespace

struct SrtpSender::Impl {
    std::unique_ptr<PacketCipher> cipher;
    std::array<Source, kMaxSources> sources;
    std::size_t sourceCount = 0;

    Source* sourceOf(std::uint32_t ssrc) noexcept {
        for (std::size_t i = 0; i < sourceCount; ++i) {
            if (sources[i].ssrc == ssrc) {
                return &sources[i];
            }
        }
        if (sourceCount == sources.size()) {
            return nullptr;
        }
        sources[sourceCount].ssrc = ssrc;
        return &sources[sourceCount++];
    }
};

SrtpSender::SrtpSender(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

SrtpSender::~SrtpSender() = default;
SrtpSender::SrtpSender(SrtpSender&&) noexcept = default;
SrtpSender& SrtpSender::operator=(SrtpSender&&) noexcept = default;

Result<SrtpSender> SrtpSender::create(media::SrtpSuite suite,
                                      std::span<const std::byte> masterKeyAndSalt) {
    auto cipher = PacketCipher::create(suite, masterKeyAndSalt, PacketCipher::Direction::seal);
    if (!cipher) {
        return cipher.error();
    }
    auto impl = std::make_unique<Impl>();
    impl->cipher = std::move(*cipher);
    return SrtpSender(std::move(impl));
}

bool SrtpSender::protectRtp(std::span<std::byte> buffer, std::size_t& length) noexcept {
    if (length > buffer.size() || buffer.size() - length < impl_->cipher->tagLength()) {
        return false;
    }
    const auto head = readRtpHead(buffer.first(length));
    if (!head) {
        return false;
    }
    Source* source = impl_->sourceOf(head->ssrc);
    if (source == nullptr) {
        return false;
    }
    const auto index = source->sent.any() ? nearestIndex(source->sent.highest(), head->sequence)
                                          : std::optional<std::uint64_t>(head->sequence);
    if (!index || !source->sent.isFresh(*index)) {
        return false;
    }
    source->sent.mark(*index);
    return impl_->cipher->sealRtp(buffer, length, {head->length, head->ssrc, *index});
}

bool SrtpSender::protectRtcp(std::span<std::byte> buffer, std::size_t& length) noexcept {
    if (length > buffer.size() ||
        buffer.size() - length < impl_->cipher->tagLength() + kRtcpIndexLength) {
        return false;
    }
    const auto ssrc = readRtcpSsrc(buffer.first(length));
    if (!ssrc) {
        return false;
    }
    Source* source = impl_->sourceOf(*ssrc);
    if (source == nullptr || source->nextRtcpIndex > kMaxRtcpIndex) {
        return false;
    }
    const std::uint32_t index = source->nextRtcpIndex++;
    return impl_->cipher->sealRtcp(buffer, length, {kRtcpHeadLength, *ssrc, index});
}

}  // namespace mcu::srtp
