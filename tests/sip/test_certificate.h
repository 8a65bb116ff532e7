// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "sip/sip_endpoint.h"

namespace mcu::sip::test {

/// A self-signed certificate made for one test, its own authority.
class TestCertificate {
public:
    TestCertificate() {
        std::string name = (std::filesystem::temp_directory_path() / "sip-cert-XXXXXX").string();
        EXPECT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
        const std::string command =
            "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext "
            "subjectAltName=IP:127.0.0.1 -keyout " +
            key() + " -out " + file() + " >/dev/null 2>&1";
        EXPECT_EQ(std::system(command.c_str()), 0);
    }

    ~TestCertificate() { std::filesystem::remove_all(folder_); }

    TestCertificate(const TestCertificate&) = delete;
    TestCertificate& operator=(const TestCertificate&) = delete;

    [[nodiscard]] std::string file() const { return folder_ + "/cert.pem"; }

    [[nodiscard]] std::string key() const { return folder_ + "/key.pem"; }

    [[nodiscard]] SipTls settings() const {
        SipTls out;
        out.certificateFile = file();
        out.keyFile = key();
        out.caFile = file();
        return out;
    }

private:
    std::string folder_;
};

}  // namespace mcu::sip::test
