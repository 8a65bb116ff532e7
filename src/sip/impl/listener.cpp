// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/impl/listener.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <sstream>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/bio.h>
#include <openssl/conf.h>

#include "sip/impl/uri.h"

namespace mcu::sip {

namespace {

constexpr int kPortAttempts = 20;

Result<std::string> readFile(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    if (!in) {
        return Error(
            ErrorCode::invalidArgument, "cannot read " + path, "check the path and its rights");
    }
    return out.str();
}

Status writeFile(const std::string& path, const std::string& content) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << content;
    out.close();
    if (!out || chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0) {
        return Error(ErrorCode::unavailable, "cannot write " + path);
    }
    return {};
}

/// A port that is free now, found by binding it for a moment.
std::uint16_t freePort(const SipListener& wanted) {
    const bool datagram = wanted.transport == SipTransport::udp;
    const int fd =
        socket(wanted.address.family(), (datagram ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return 0;
    }
    std::uint16_t port = 0;
    sockaddr_storage bound{};
    socklen_t length = sizeof bound;
    if (bind(fd, wanted.address.sockaddrPointer(), wanted.address.sockaddrLength()) == 0 &&
        getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &length) == 0) {
        port = NetAddress::fromSockaddr(bound).port();
    }
    close(fd);
    return port;
}

std::string bracketed(const std::string& host) {
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

std::string urlFor(const SipListener& listener, const SipSettings& settings) {
    const auto& address = listener.address;
    const auto own = address.isAny() ? "*" : bracketed(address.host());
    // nta knows TLS under sips: alone; dialogs say sip: in their Contact (Stack).
    std::string url = std::string(listener.transport == SipTransport::tls ? "sips:" : "sip:") +
                      (settings.publicAddress.empty() ? own : settings.publicAddress) + ":" +
                      std::to_string(address.port()) +
                      ";transport=" + std::string(nameOf(listener.transport));
    if (!settings.publicAddress.empty()) {
        url += ";maddr=" + bracketed(address.host());
    }
    return url;
}

nua_t* createNua(su_root_t* root,
                 const SipListener& listener,
                 const SipSettings& settings,
                 const std::string& tlsFolder,
                 nua_callback_f callback,
                 Listener& out) {
    const auto url = urlFor(listener, settings);
    const bool tls = listener.transport == SipTransport::tls;
    // TPTLS_VERIFY_*: 1 those that connect, 2 those we connect to.
    const unsigned verify =
        (settings.tls.verifyClients ? 1U : 0U) | (settings.tls.verifyServers ? 2U : 0U);
    const char* allow = settings.registrar
                            ? "INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, UPDATE, INFO, REGISTER"
                            : "INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, UPDATE, INFO";
    return nua_create(
        root,
        callback,
        &out,
        NUTAG_URL(url.c_str()),
        TAG_IF(tls, NUTAG_CERTIFICATE_DIR(tlsFolder.c_str())),
        TAG_IF(tls, TPTAG_TLS_VERIFY_POLICY(verify)),
        TAG_IF(tls, TPTAG_TLS_VERIFY_DEPTH(4)),
        TAG_IF(tls, TPTAG_TLS_VERIFY_DATE(1)),
        NUTAG_MEDIA_ENABLE(0),
        NUTAG_AUTOANSWER(0),
        NUTAG_AUTOALERT(0),
        NUTAG_AUTOACK(0),
        NUTAG_APPL_METHOD("UPDATE"),
        NUTAG_OUTBOUND("no-validate no-natify no-outbound no-options-keepalive"),
        NUTAG_SESSION_TIMER(static_cast<unsigned>(settings.sessionExpires.count())),
        NUTAG_MIN_SE(static_cast<unsigned>(settings.minSessionExpires.count())),
        NUTAG_UPDATE_REFRESH(1),
        // Ended transactions stay in memory this long: docs/decisions/0014.
        NTATAG_SIP_T1X64(6000),
        NTATAG_SIP_T4(2500),
        SIPTAG_ALLOW_STR(allow),
        SIPTAG_SUPPORTED_STR("timer, 100rel"),
        SIPTAG_USER_AGENT_STR(settings.userAgent.c_str()),
        // An offer with video and keys passes 1300 bytes; rooms on UDP take fragments, not TCP.
        NTATAG_UDP_MTU(65535),
        // All rooms call at once after a power cut; the kernel caps this at net.core.rmem_max.
        TPTAG_UDP_RMEM(4U << 20U),
        NTATAG_MAXSIZE(static_cast<usize_t>(128 * 1024)),
        TAG_END());
}

}  // namespace

Result<TlsFolder> TlsFolder::create(const SipTls& settings) {
    TlsFolder out;
    if (settings.certificateFile.empty()) {
        if (settings.directory.empty()) {
            return Error(ErrorCode::invalidArgument,
                         "a TLS listener needs a certificate",
                         "set the certificate and key files");
        }
        out.path_ = settings.directory;
        return out;
    }
    auto certificate = readFile(settings.certificateFile);
    auto key = readFile(settings.keyFile);
    if (!certificate || !key) {
        return certificate ? key.error() : certificate.error();
    }
    std::string name = "/tmp/mcu-sip-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) {
        return Error(ErrorCode::unavailable, "cannot make a folder for TLS files in /tmp");
    }
    out.path_ = name;
    out.ours_ = true;
    if (auto status = writeFile(name + "/agent.pem", *certificate + "\n" + *key); !status) {
        return status.error();
    }
    // sofia reads the file even when nobody is verified; then it holds our own certificate.
    auto authority = settings.caFile.empty() ? certificate : readFile(settings.caFile);
    if (!authority) {
        return authority.error();
    }
    if (auto status = writeFile(name + "/cafile.pem", *authority); !status) {
        return status.error();
    }
    return out;
}

TlsFolder::~TlsFolder() {
    if (ours_) {
        (void)unlink((path_ + "/agent.pem").c_str());
        (void)unlink((path_ + "/cafile.pem").c_str());
        (void)rmdir(path_.c_str());
    }
}

TlsFolder::TlsFolder(TlsFolder&& other) noexcept
    : path_(std::move(other.path_)), ours_(std::exchange(other.ours_, false)) {}

TlsFolder& TlsFolder::operator=(TlsFolder&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(ours_, other.ours_);
    return *this;
}

void setTlsFloor() {
    static std::once_flag once;
    std::call_once(once, [] {
        constexpr std::string_view kText =
            "openssl_conf = mcu\n[mcu]\nssl_conf = mcu_ssl\n[mcu_ssl]\nsystem_default = "
            "mcu_default\n"
            "[mcu_default]\nMinProtocol = TLSv1.2\nOptions = ServerPreference,NoRenegotiation\n";
        BIO* text = BIO_new_mem_buf(kText.data(), static_cast<int>(kText.size()));
        CONF* conf = NCONF_new(nullptr);
        if (text != nullptr && conf != nullptr && NCONF_load_bio(conf, text, nullptr) > 0) {
            CONF_modules_load(conf, "openssl_conf", 0);
        }
        NCONF_free(conf);
        BIO_free(text);
    });
}

std::string Listener::contactHost(const SipSettings& settings) const {
    const auto host =
        settings.publicAddress.empty() ? bracketed(bound.address.host()) : settings.publicAddress;
    return host + ":" + std::to_string(bound.address.port());
}

std::string Listener::contactFor(const std::string& user, const SipSettings& settings) const {
    if (bound.transport != SipTransport::tls) {
        return {};
    }
    return "<sip:" + escapeUser(user) + "@" + contactHost(settings) + ";transport=tls>";
}

Status openListener(su_root_t* root,
                    const SipListener& wanted,
                    const SipSettings& settings,
                    const std::string& tlsFolder,
                    nua_callback_f callback,
                    Listener& out) {
    const bool chosenByKernel = wanted.address.port() == 0;
    for (int attempt = 0; attempt < (chosenByKernel ? kPortAttempts : 1); ++attempt) {
        out.bound = wanted;
        if (chosenByKernel) {
            out.bound.address.setPort(freePort(wanted));
        }
        out.nua = createNua(root, out.bound, settings, tlsFolder, callback, out);
        if (out.nua != nullptr) {
            return {};
        }
    }
    return Error(ErrorCode::unavailable,
                 "cannot listen on " + std::string(nameOf(wanted.transport)) + " " +
                     wanted.address.toString(),
                 "another program may hold the port, or the address or certificate is wrong");
}

}  // namespace mcu::sip
