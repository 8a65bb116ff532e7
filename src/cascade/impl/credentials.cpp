// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/credentials.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>

#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>

#include "cascade/cascade_service.h"
#include "pki/certificate.h"

namespace mcu::cascade {

namespace tls = grpc::experimental;

namespace {

constexpr unsigned kRereadSeconds = 60;
constexpr auto kMoment = std::chrono::seconds(1);
constexpr std::size_t kLargestCertificate = 65536;

/// Asks whether our authority signed the peer's certificate, whatever its dates.
class SignatureVerifier final : public tls::ExternalCertificateVerifier {
public:
    using Verdict = std::function<Status(const std::string& pem)>;

    explicit SignatureVerifier(Verdict verdict) : verdict_(std::move(verdict)) {}

    bool Verify(tls::TlsCustomVerificationCheckRequest* request,
                std::function<void(grpc::Status)> /*callback*/,
                grpc::Status* status) override {
        const auto given = request->peer_cert();
        const std::string pem(given.data(), given.size());
        const auto verdict = verdict_(pem);
        *status = verdict
                      ? grpc::Status::OK
                      : grpc::Status(grpc::StatusCode::UNAUTHENTICATED, verdict.error().message);
        return true;
    }

    void Cancel(tls::TlsCustomVerificationCheckRequest* /*request*/) override {}

private:
    Verdict verdict_;
};

Status signedByUs(const std::string& pem, const std::string& authorityFile) {
    if (pem.empty() || pem.size() > kLargestCertificate) {
        return Error(ErrorCode::refused, "the peer showed no certificate", {}, "cert.unreadable");
    }
    const auto facts = pki::readCertificate(pem);
    if (!facts) {
        return facts.error();
    }
    const auto authority = pemFile(authorityFile, "authority");
    if (!authority) {
        return authority.error();
    }
    // Dates are checked in band, where the peer can be told; its last moment is no good any more.
    const auto now = std::clamp(std::chrono::system_clock::now(),
                                facts->notBefore,
                                std::max(facts->notBefore, facts->notAfter - kMoment));
    if (const auto chain = pki::chainsTo(pem, *authority, now); !chain) {
        return Error(ErrorCode::refused,
                     "the certificate of " +
                         (facts->mcuId.empty() ? facts->subject : facts->mcuId) +
                         " was not signed by our authority: " + chain.error().message,
                     "both MCUs need certificates of one authority",
                     "cert.wrong-authority");
    }
    return {};
}

}  // namespace

void requireTls13() {
    // gRPC of Debian 12 cannot be told a least version; with no suite of TLS 1.2 that works
    // without a shared key, what is left is 1.3, whose suites this list does not touch.
    static const int kSet = setenv("GRPC_SSL_CIPHER_SUITES", "PSK-AES256-GCM-SHA384", 1);
    (void)kSet;
}

void Handshake::note(std::string certificate) {
    const std::scoped_lock lock(mutex_);
    certificate_ = std::move(certificate);
}

void Handshake::refuse(Error why) {
    const std::scoped_lock lock(mutex_);
    refusal_ = std::move(why);
}

std::string Handshake::certificate() const {
    const std::scoped_lock lock(mutex_);
    return certificate_;
}

Error Handshake::refusal() const {
    const std::scoped_lock lock(mutex_);
    return refusal_;
}

Result<std::string> pemFile(const std::string& path, const char* what) {
    const std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file || text.str().empty()) {
        return Error(ErrorCode::invalidArgument,
                     std::string("cannot read the ") + what + " of the cascade, " + path,
                     "give a readable PEM file; `mcuctl cert` makes them",
                     "cascade.no-file");
    }
    return text.str();
}

Result<std::shared_ptr<grpc::ServerCredentials>> Credentials::forListening(
    const Settings& settings, std::function<void(Error)> refused) {
    requireTls13();
    const auto certificate = pemFile(settings.certificate, "certificate");
    const auto key = pemFile(settings.key, "key");
    const auto authority = pemFile(settings.authority, "authority");
    for (const auto* file : {&certificate, &key, &authority}) {
        if (!*file) {
            return file->error();
        }
    }
    if (const auto fits = pki::keyFits(*certificate, *key); !fits || !*fits) {
        return Error(ErrorCode::invalidArgument,
                     "the key " + settings.key + " does not belong to the certificate " +
                         settings.certificate,
                     "make a request with that key and have it signed",
                     "cascade.key-mismatch");
    }
    auto provider = std::make_shared<tls::FileWatcherCertificateProvider>(
        settings.key, settings.certificate, settings.authority, kRereadSeconds);
    tls::TlsServerCredentialsOptions options(provider);
    options.watch_root_certs();
    options.watch_identity_key_cert_pairs();
    options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_BUT_DONT_VERIFY);
    options.set_certificate_verifier(tls::ExternalCertificateVerifier::Create<SignatureVerifier>(
        [authorityFile = settings.authority,
         refused = std::move(refused)](const std::string& pem) -> Status {
            auto verdict = signedByUs(pem, authorityFile);
            if (!verdict) {
                refused(verdict.error());
            }
            return verdict;
        }));
    return tls::TlsServerCredentials(options);
}

Result<std::shared_ptr<grpc::ChannelCredentials>> Credentials::forDialling(
    const Settings& settings, const std::shared_ptr<Handshake>& handshake) {
    requireTls13();
    const auto certificate = pemFile(settings.certificate, "certificate");
    const auto key = pemFile(settings.key, "key");
    const auto authority = pemFile(settings.authority, "authority");
    for (const auto* file : {&certificate, &key, &authority}) {
        if (!*file) {
            return file->error();
        }
    }
    auto provider = std::make_shared<tls::StaticDataCertificateProvider>(
        *authority, std::vector<tls::IdentityKeyCertPair>{{*key, *certificate}});
    tls::TlsChannelCredentialsOptions options;
    options.set_certificate_provider(provider);
    options.watch_root_certs();
    options.watch_identity_key_cert_pairs();
    options.set_verify_server_certs(false);
    options.set_check_call_host(false);
    options.set_certificate_verifier(tls::ExternalCertificateVerifier::Create<SignatureVerifier>(
        [authorityFile = settings.authority, handshake](const std::string& pem) -> Status {
            handshake->note(pem);
            auto verdict = signedByUs(pem, authorityFile);
            if (!verdict) {
                handshake->refuse(verdict.error());
            }
            return verdict;
        }));
    return tls::TlsCredentials(options);
}

}  // namespace mcu::cascade
