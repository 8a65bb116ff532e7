// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/script/self_certificate.h"

#include <array>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

extern "C" char**
    environ;  // POSIX names it, no header of GCC 12 declares it without GNU extensions

namespace mcu::sim {
namespace {

bool makeCertificate(const std::string& certificate, const std::string& key) {
    std::array<std::string, 17> words = {"openssl",
                                         "req",
                                         "-x509",
                                         "-newkey",
                                         "ec",
                                         "-pkeyopt",
                                         "ec_paramgen_curve:P-256",
                                         "-nodes",
                                         "-days",
                                         "3650",
                                         "-subj",
                                         "/CN=mcusim",
                                         "-batch",
                                         "-keyout",
                                         key,
                                         "-out",
                                         certificate};
    std::array<char*, words.size() + 1> pointers{};
    for (std::size_t i = 0; i < words.size(); ++i) {
        pointers[i] = words[i].data();
    }
    posix_spawn_file_actions_t quiet;
    ::posix_spawn_file_actions_init(&quiet);
    ::posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", 1, 0);
    pid_t child = 0;
    const bool started =
        ::posix_spawnp(&child, "openssl", &quiet, nullptr, pointers.data(), environ) == 0;
    ::posix_spawn_file_actions_destroy(&quiet);
    int status = 0;
    return started && ::waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

}  // namespace

Result<CertificateFiles> selfCertificate(const std::filesystem::path& folder) {
    // A folder a process: programs that start at once must not mix certificates and keys.
    const auto own = folder / ("certificate-" + std::to_string(::getpid()));
    std::error_code failure;
    std::filesystem::create_directories(own, failure);
    const CertificateFiles made{own / "mcusim.crt", own / "mcusim.key"};
    if (!makeCertificate(made.certificate.string(), made.key.string())) {
        return Error(ErrorCode::unavailable,
                     "cannot make a certificate with the openssl program",
                     "give --certificate and --key");
    }
    return made;
}

}  // namespace mcu::sim
