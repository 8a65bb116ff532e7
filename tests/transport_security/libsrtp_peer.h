// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <srtp2/srtp.h>

#include "media/agreed_media.h"

namespace mcu::test {

/// One direction of libsrtp2, the oracle of these tests.
class LibsrtpPeer {
public:
    enum class Direction { sends, receives };

    LibsrtpPeer(media::SrtpSuite suite,
                std::vector<std::byte> key,
                Direction direction,
                bool encryptRtcp = true)
        : key_(std::move(key)) {
        [[maybe_unused]] static const auto ready = srtp_init();
        srtp_policy_t policy{};
        switch (suite) {
            case media::SrtpSuite::aesCm128HmacSha1_80:
                srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtp);
                srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtcp);
                break;
            case media::SrtpSuite::aeadAes128Gcm:
                srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtp);
                srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtcp);
                break;
            case media::SrtpSuite::aeadAes256Gcm:
                srtp_crypto_policy_set_aes_gcm_256_16_auth(&policy.rtp);
                srtp_crypto_policy_set_aes_gcm_256_16_auth(&policy.rtcp);
                break;
        }
        if (!encryptRtcp) {
            policy.rtcp.sec_serv = sec_serv_auth;
        }
        policy.ssrc.type = direction == Direction::sends ? ssrc_any_outbound : ssrc_any_inbound;
        policy.key = reinterpret_cast<unsigned char*>(key_.data());
        policy.window_size = 1024;
        usable_ = srtp_create(&session_, &policy) == srtp_err_status_ok;
    }

    ~LibsrtpPeer() {
        if (usable_) {
            srtp_dealloc(session_);
        }
    }

    LibsrtpPeer(const LibsrtpPeer&) = delete;
    LibsrtpPeer& operator=(const LibsrtpPeer&) = delete;

    [[nodiscard]] bool usable() const { return usable_; }

    bool protectRtp(std::span<std::byte> buffer, std::size_t& length) {
        return run(srtp_protect, buffer, length);
    }

    bool protectRtcp(std::span<std::byte> buffer, std::size_t& length) {
        return run(srtp_protect_rtcp, buffer, length);
    }

    bool unprotectRtp(std::span<std::byte> buffer, std::size_t& length) {
        return run(srtp_unprotect, buffer, length);
    }

    bool unprotectRtcp(std::span<std::byte> buffer, std::size_t& length) {
        return run(srtp_unprotect_rtcp, buffer, length);
    }

private:
    template <typename Function>
    bool run(Function function, std::span<std::byte> buffer, std::size_t& length) {
        int size = static_cast<int>(length);
        if (function(session_, buffer.data(), &size) != srtp_err_status_ok) {
            return false;
        }
        length = static_cast<std::size_t>(size);
        return true;
    }

    std::vector<std::byte> key_;
    srtp_t session_ = nullptr;
    bool usable_ = false;
};

}  // namespace mcu::test
