import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import "./globals.css";

export const metadata: Metadata = {
  title: "Game server",
  description: "A dashboard for one game server, on AWS.",
};

export const viewport: Viewport = {
  colorScheme: "light dark",
};

interface RootLayoutProps {
  children: ReactNode;
  development: ReactNode;
}

export default function RootLayout({ children, development }: RootLayoutProps) {
  return (
    <html lang="en">
      <body>
        {children}
        {development}
      </body>
    </html>
  );
}
