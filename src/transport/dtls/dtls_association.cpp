// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/dtls/dtls_association.h"

#include <algorithm>
#include <array>
#include <sys/time.h>
#include <vector>

#include <openssl/crypto.h>
#include <openssl/srtp.h>

#include "transport/dtls/datagram_bio.h"
#include "transport/dtls/dtls_identity_impl.h"
#include "transport/dtls/openssl_error.h"
#include "transport/dtls/peer_check.h"

namespace mcu::dtls {

namespace {

// RFC 6347 section 4.2.4.1 advises 1 s, doubled up to 60 s; a call should not wait that long for
// media.
constexpr unsigned kFirstRetransmitUs = 250'000;
constexpr unsigned kLastRetransmitUs = 2'000'000;

constexpr std::size_t kRecordHeader = 13;

unsigned retransmitAfter(SSL*, unsigned previousUs) {
    return previousUs == 0 ? kFirstRetransmitUs : std::min(previousUs * 2, kLastRetransmitUs);
}

/// The front of a datagram that holds whole DTLS records (RFC 6347 section 4.1), at most `limit` of
/// them.
std::span<const std::byte> wholeRecords(std::span<const std::byte> datagram, std::size_t limit) {
    std::size_t end = 0;
    for (std::size_t i = 0; i < limit && datagram.size() - end >= kRecordHeader; ++i) {
        const auto record = datagram.subspan(end);
        const auto length = (std::to_integer<std::size_t>(record[11]) << 8) |
                            std::to_integer<std::size_t>(record[12]);
        if (!DtlsAssociation::isDtls(record) || record[1] != std::byte{0xFE} ||
            record.size() - kRecordHeader < length) {
            break;
        }
        end += kRecordHeader + length;
    }
    return datagram.first(end);
}

std::optional<media::SrtpSuite> suiteOf(const SRTP_PROTECTION_PROFILE* profile) {
    switch (profile != nullptr ? profile->id : 0) {
        case SRTP_AEAD_AES_256_GCM:
            return media::SrtpSuite::aeadAes256Gcm;
        case SRTP_AEAD_AES_128_GCM:
            return media::SrtpSuite::aeadAes128Gcm;
        case SRTP_AES128_CM_SHA1_80:
            return media::SrtpSuite::aesCm128HmacSha1_80;
        default:
            return std::nullopt;
    }
}

}  // namespace

struct DtlsAssociation::Impl {
    DatagramBio network{kMtu};
    Handle<SSL> ssl;
    PeerCheck peerCheck;
    bool weAreClient = false;
    State state = State::handshaking;
    Error error;
    std::optional<DtlsSrtpKeys> keys;
    SteadyTime giveUpAt{};

    Status start(const DtlsIdentity::Impl& identity);
    void proceed();
    void readOn();
    void fail(ErrorCode code, const std::string& why, const std::string& advice);
    bool exportKeys();
};

Status DtlsAssociation::Impl::start(const DtlsIdentity::Impl& identity) {
    ERR_clear_error();
    ssl.reset(SSL_new(identity.context.get()));
    BIO* bio = ssl ? network.makeBio() : nullptr;
    if (bio == nullptr) {
        return Error(ErrorCode::internal, "DTLS cannot be set up: " + takeOpensslReason());
    }
    SSL_set_bio(ssl.get(), bio, bio);
    SSL_set_app_data(ssl.get(), &peerCheck);
    SSL_set_verify(ssl.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_set_mtu(ssl.get(), static_cast<long>(kMtu));
    DTLS_set_timer_cb(ssl.get(), &retransmitAfter);
    if (weAreClient) {
        SSL_set_connect_state(ssl.get());
        proceed();
    } else {
        SSL_set_accept_state(ssl.get());
    }
    return {};
}

void DtlsAssociation::Impl::fail(ErrorCode code,
                                 const std::string& why,
                                 const std::string& advice) {
    state = State::failed;
    error =
        Error(code,
              "DTLS handshake as " + std::string(weAreClient ? "client" : "server") + ": " + why,
              advice);
}

/// Goes as far as the records at hand allow.
void DtlsAssociation::Impl::proceed() {
    ERR_clear_error();
    const int result = SSL_do_handshake(ssl.get());
    if (result == 1) {
        if (exportKeys()) {
            state = State::done;
            readOn();
        }
        return;
    }
    const int what = SSL_get_error(ssl.get(), result);
    if (what == SSL_ERROR_WANT_READ || what == SSL_ERROR_WANT_WRITE) {
        ERR_clear_error();
        return;
    }
    if (peerCheck.failed) {
        ERR_clear_error();
        fail(ErrorCode::refused,
             "the peer's certificate is not the one its signalling named",
             "someone may be between us and the peer; check its a=fingerprint");
        return;
    }
    fail(ErrorCode::protocol, takeOpensslReason(), "");
}

/// After the handshake: lets OpenSSL answer repeated flights. Application data has no place here
/// and is thrown away.
void DtlsAssociation::Impl::readOn() {
    std::array<unsigned char, 512> unused;
    for (std::size_t i = 0; i < kMaxRecords; ++i) {
        ERR_clear_error();
        if (SSL_read(ssl.get(), unused.data(), static_cast<int>(unused.size())) <= 0) {
            break;
        }
    }
    ERR_clear_error();
}

bool DtlsAssociation::Impl::exportKeys() {
    const auto suite = suiteOf(SSL_get_selected_srtp_profile(ssl.get()));
    if (!suite) {
        fail(ErrorCode::protocol, "the peer takes none of our SRTP suites", "");
        return false;
    }
    const std::size_t salt = *suite == media::SrtpSuite::aesCm128HmacSha1_80 ? 14 : 12;
    const std::size_t key = media::keyLengthOf(*suite) - salt;
    std::array<unsigned char, std::size_t{2} * 44> material;
    constexpr std::string_view kLabel = "EXTRACTOR-dtls_srtp";
    if (SSL_export_keying_material(ssl.get(),
                                   material.data(),
                                   2 * (key + salt),
                                   kLabel.data(),
                                   kLabel.size(),
                                   nullptr,
                                   0,
                                   0) != 1) {
        fail(ErrorCode::internal, takeOpensslReason(), "");
        return false;
    }
    // Client key, server key, client salt, server salt (RFC 5764 section 4.2).
    const auto masterOf = [&](std::size_t side) {
        const auto octets = std::as_bytes(std::span(material));
        const auto keyPart = octets.subspan(side * key, key);
        const auto saltPart = octets.subspan(2 * key + side * salt, salt);
        std::vector<std::byte> master(keyPart.begin(), keyPart.end());
        master.insert(master.end(), saltPart.begin(), saltPart.end());
        return media::SrtpKey(std::move(master));
    };
    keys = DtlsSrtpKeys{*suite, masterOf(weAreClient ? 0 : 1), masterOf(weAreClient ? 1 : 0)};
    OPENSSL_cleanse(material.data(), material.size());
    return true;
}

DtlsAssociation::DtlsAssociation(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

DtlsAssociation::~DtlsAssociation() = default;
DtlsAssociation::DtlsAssociation(DtlsAssociation&&) noexcept = default;
DtlsAssociation& DtlsAssociation::operator=(DtlsAssociation&&) noexcept = default;

Result<DtlsAssociation> DtlsAssociation::create(const DtlsIdentity& identity,
                                                const media::DtlsPeer& peer,
                                                SteadyTime now) {
    auto expected = Fingerprint::parse(peer.fingerprintAlgorithm, peer.fingerprint);
    if (!expected) {
        return Error(
            ErrorCode::refused,
            "certificate fingerprint of the peer is not a sha-256, sha-384 or sha-512 one");
    }
    auto impl = std::make_unique<Impl>();
    impl->peerCheck.expected = std::move(*expected);
    impl->weAreClient = peer.weAreClient;
    impl->giveUpAt = now + kHandshakeLimit;
    if (auto started = impl->start(*identity.impl_); !started) {
        return started.error();
    }
    return DtlsAssociation(std::move(impl));
}

bool DtlsAssociation::isDtls(std::span<const std::byte> datagram) noexcept {
    return !datagram.empty() && datagram[0] >= std::byte{20} && datagram[0] <= std::byte{63};
}

DtlsAssociation::State DtlsAssociation::feed(std::span<const std::byte> datagram, SteadyTime now) {
    const auto records = wholeRecords(datagram, kMaxRecords);
    if (records.empty() || impl_->state == State::failed) {
        return impl_->state;
    }
    impl_->network.setIncoming(records);
    if (impl_->state == State::handshaking) {
        impl_->proceed();
    } else {
        impl_->readOn();
    }
    impl_->network.setIncoming({});
    return impl_->state == State::handshaking ? handleTimeout(now) : impl_->state;
}

std::size_t DtlsAssociation::takeOutgoing(std::span<std::byte> buffer) {
    return impl_->network.takeOutgoing(buffer);
}

std::optional<SteadyTime> DtlsAssociation::nextTimeout(SteadyTime now) const {
    if (impl_->state != State::handshaking) {
        return std::nullopt;
    }
    timeval left{};
    if (DTLSv1_get_timeout(impl_->ssl.get(), &left) != 1) {
        return impl_->giveUpAt;
    }
    const auto due =
        now + std::chrono::seconds(left.tv_sec) + std::chrono::microseconds(left.tv_usec);
    return std::min(due, impl_->giveUpAt);
}

DtlsAssociation::State DtlsAssociation::handleTimeout(SteadyTime now) {
    if (impl_->state != State::handshaking) {
        return impl_->state;
    }
    if (now >= impl_->giveUpAt) {
        impl_->fail(ErrorCode::timeout,
                    "not finished in time",
                    "check that UDP from and to the peer's media address gets through");
        return impl_->state;
    }
    ERR_clear_error();
    if (DTLSv1_handle_timeout(impl_->ssl.get()) < 0) {
        impl_->fail(ErrorCode::timeout, takeOpensslReason(), "");
    }
    ERR_clear_error();
    return impl_->state;
}

DtlsAssociation::State DtlsAssociation::state() const {
    return impl_->state;
}

const Error& DtlsAssociation::error() const {
    return impl_->error;
}

std::optional<DtlsSrtpKeys> DtlsAssociation::takeKeys() {
    return std::exchange(impl_->keys, std::nullopt);
}

}  // namespace mcu::dtls
